// Those who look after the demo's organisation, signed in, and what their journeys share.

/** Signs in somebody whose second step is a code by mail. */
export async function signInByMail(visitor, demo, username) {
  await visitor.signIn(username);
  await visitor.expectPage('answer', 'email');
  await visitor.answerCode(await demo.latestCode({ to: `${username}@demo.example` }));
  await visitor.expectPage('account');
}

/** Signs in somebody whose second step is a code by text message. */
export async function signInByText(visitor, demo, username, number) {
  await visitor.signIn(username);
  await visitor.expectPage('answer', 'sms');
  await visitor.answerCode(await demo.latestCode({ to: number }));
  await visitor.expectPage('account');
}

/** Opens the role card at this place of the order, counted from 1, by the number to jump to. */
export async function openCard(visitor, number) {
  await visitor.go('/admin/roles');
  await visitor.expectPage('role-card');
  const field = visitor.page.locator('main input[name="number"]');
  await field.fill(String(number));
  await Promise.all([visitor.page.waitForNavigation(), field.press('Enter')]);
  await visitor.expectPage('role-card');
}

/** Saves the form of a role card, or asks what it would do. */
export function pressOnCard(visitor, act) {
  return visitor.press(`main form button.button[name="act"][value="${act}"]`);
}

/** Opens the page of somebody, found by what is typed. */
export async function openPerson(visitor, typed) {
  await visitor.go('/admin/users');
  await visitor.expectPage('admin-people');
  await visitor.submit({ q: typed });
  await visitor.press('main tbody a[href^="/admin/users/"]');
  await visitor.expectPage('admin-person');
}

/** Proves anew who it is, where the page asks for it. */
export async function proveAnew(visitor, demo, username) {
  if ((await visitor.pageName()) !== 'reauthenticate') return;
  await visitor.givePassword();
  await visitor.expectPage('answer', 'email');
  await visitor.answerCode(await demo.latestCode({ to: `${username}@demo.example` }));
}
