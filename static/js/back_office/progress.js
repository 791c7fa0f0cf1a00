// Shows how far the worker is, and opens the page anew once it is done. Without this the page reloads by itself.
(() => {
  const WAIT = 1000;
  const place = document.querySelector("[data-progress]");
  if (!place) return;
  const look = async () => {
    try {
      const answer = await fetch(place.dataset.progress);
      if (answer.status === 204 || answer.redirected) return location.reload();
      if (answer.ok) place.innerHTML = await answer.text();
    } catch {
      // The network is away for a moment: look again.
    }
    setTimeout(look, WAIT);
  };
  setTimeout(look, WAIT);
})();
