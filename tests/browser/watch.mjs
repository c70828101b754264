// Watches a page while a journey goes on and notes what a user would never see but nobody should ship: script errors, breaches of the
// content security policy, resources that fail, requests that leave our own address, answers of 5xx.

/** Starts watching; the array that is returned fills with faults as they happen. */
export function watch(page, origin) {
  const faults = [];
  const note = (what) => faults.push(`${what} (on ${page.url()})`);

  page.on('pageerror', (error) => note(`script error: ${error.message}`));
  page.on('console', (message) => {
    // A page that answers 4xx is part of many journeys; failing resources are noted below by what they are.
    const about = message.text();
    if (message.type() === 'error' && !about.startsWith('Failed to load resource')) note(`console: ${about}`);
    if (message.type() === 'warning' && about.includes('Content Security Policy')) note(`console: ${about}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) note(`a request left for ${url.origin}`);
  });
  page.on('response', (response) => {
    const status = response.status();
    const document = response.request().resourceType() === 'document';
    if (status >= 500 || (status >= 400 && !document)) note(`${response.url()} answered ${status}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // A navigation that gives way to the next one is no fault; a policy that stops a request is.
    if (!why.includes('ERR_ABORTED')) note(`${request.url()} failed: ${why}`);
  });
  return faults;
}
