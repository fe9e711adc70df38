# An image of sitemode for engines that run containers, as `sitemode fleet --manifest kubernetes` expects it:
#   docker build -t sitemode:0.2.0 .
# It stays on the container's own loopback, and needs no privilege. Work in a folder that is mounted:
#   docker run --rm -v "$PWD:/work" --user "$(id -u)" sitemode:0.2.0 fleet my-fleet.yaml --out results
FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /opt/sitemode
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/dist/cli dist/cli
COPY --from=build /build/dist/sim dist/sim
COPY --from=build /build/dist/certs dist/certs
COPY --from=build /build/scenarios scenarios
COPY --from=build /build/schemas schemas
RUN ln -s /opt/sitemode/dist/cli/sitemode.js /usr/local/bin/sitemode && mkdir /work && chown node /work
USER node
WORKDIR /work
ENTRYPOINT ["sitemode"]
