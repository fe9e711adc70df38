import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.FileInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/**
 * Opens one web server for each argument, "key=value key=value", and prints their ports in that order. Ends when its
 * standard input does.
 */
public class JsseServer {
  public static void main(String[] args) throws Exception {
    List<String> ports = new ArrayList<>();
    for (String arg : args) {
      Map<String, String> setup = new TreeMap<>();
      for (String pair : arg.split(" ")) {
        setup.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
      }
      ports.add(String.valueOf(open(setup).getAddress().getPort()));
    }
    System.out.println(String.join(" ", ports));
    while (System.in.read() >= 0) {}
    System.exit(0);
  }

  static HttpServer open(Map<String, String> setup) throws Exception {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(setup.get("address")), 0);
    HttpServer server;
    if (setup.containsKey("certificate")) {
      HttpsServer secure = HttpsServer.create(address, 0);
      secure.setHttpsConfigurator(configurator(setup));
      server = secure;
    } else server = HttpServer.create(address, 0);
    int status = Integer.parseInt(setup.getOrDefault("status", "200"));
    HttpHandler handler =
        exchange -> {
          if (status / 100 == 3) exchange.getResponseHeaders().add("Location", "https://elsewhere.test/");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        };
    server.createContext("/", handler);
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    return server;
  }

  static HttpsConfigurator configurator(Map<String, String> setup) throws Exception {
    char[] password = "none".toCharArray();
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    Certificate[] chain = certificates(setup.get("certificate"));
    PrivateKey key = key(setup.get("key"), chain[0].getPublicKey().getAlgorithm());
    own.setKeyEntry("own", key, password, chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, password);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", certificates(setup.get("root"))[0]);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters asked) {
        SSLParameters parameters = context.getDefaultSSLParameters();
        if (setup.containsKey("asks")) parameters.setNeedClientAuth(true);
        if (setup.containsKey("tls")) parameters.setProtocols(new String[] {setup.get("tls")});
        if (setup.containsKey("cipher")) parameters.setCipherSuites(new String[] {setup.get("cipher")});
        if (setup.containsKey("only")) {
          parameters.setSNIMatchers(List.of(SNIHostName.createSNIMatcher(setup.get("only"))));
        }
        asked.setSSLParameters(parameters);
      }
    };
  }

  static Certificate[] certificates(String file) throws Exception {
    try (FileInputStream in = new FileInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).toArray(new Certificate[0]);
    }
  }

  static PrivateKey key(String file, String algorithm) throws Exception {
    String pem = Files.readString(Path.of(file)).replaceAll("-----[^-]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
  }
}
