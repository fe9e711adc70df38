const tabs = [...document.querySelectorAll<HTMLElement>('[role="tab"]')]

function choose(chosen: HTMLElement): void {
  for (const tab of tabs) {
    const isChosen = tab === chosen
    tab.setAttribute('aria-selected', `${isChosen}`)
    tab.tabIndex = isChosen ? 0 : -1
    const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '')
    if (panel) panel.hidden = !isChosen
  }
}

for (const [place, tab] of tabs.entries()) {
  tab.addEventListener('click', () => choose(tab))
  tab.addEventListener('keydown', ({ key }) => {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
    const next = tabs[(place + step + tabs.length) % tabs.length]
    if (step === 0 || !next) return
    choose(next)
    next.focus()
  })
}
