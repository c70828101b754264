//! What is done to one person, each confirmed on a page of its own that says what happens then.

use app::administer::people::{self, AddressChange, PersonView};
use app::administer::{self, AdministerFault, Handing};
use axum::extract::Path;
use domain::id::{AddressId, AuthenticatorId, UserId};

use super::{address, named, person};
use crate::admin::done::Done;
use crate::admin::door::{Admin, AdminForm};
use crate::admin::settled::settled;
use crate::pages::admin::ConfirmPage;
use crate::reply::{Answer, Reply};

macro_rules! acts {
    ($($name:ident => $code:literal,)+) => {
        /// Something that is done to one person.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Act { $($name,)+ }

        impl Act {
            /// All of them, in the order in which a page offers them.
            pub(super) const ALL: [Self; 0 $(+ { let _ = stringify!($name); 1 })+] = [$(Self::$name),+];

            /// Its word in an address; `person-act-<code>` names it.
            pub(super) const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

acts! {
    Invite => "invite",
    Unlock => "unlock",
    EndSessions => "end-sessions",
    ForgetDevices => "forget-devices",
    LetIn => "let-in",
    MakeOwner => "make-owner",
    EndOwner => "end-owner",
    Suspend => "suspend",
}

impl Act {
    fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }

    /// Whether it takes something away.
    pub(super) const fn is_danger(self) -> bool {
        matches!(self, Self::Suspend | Self::EndOwner)
    }

    /// Whether it would change anything, and is this person's to do. The use case asks again.
    pub(super) fn is_possible(self, admin: &Admin, view: &PersonView) -> bool {
        let user = &view.user;
        let (by_owner, self_) = (admin.own.who.user.owner, admin.own.who.user.id == user.id);
        let machine = view.roles.iter().any(|role| role.api_integrator);
        let suspended = user.suspended_at.is_some();
        match self {
            Self::Invite => !machine && !suspended && !user.has_password,
            Self::Unlock => {
                view.password_waits.places > 0 || view.factors.iter().any(|own| own.failures > 0)
            }
            Self::EndSessions => !view.sessions.is_empty(),
            Self::ForgetDevices => !view.devices.is_empty(),
            Self::Suspend => !suspended && !self_,
            Self::LetIn => suspended,
            Self::MakeOwner => by_owner && !user.owner && !machine && !suspended,
            Self::EndOwner => by_owner && user.owner,
        }
    }

    const fn done(self) -> Done {
        match self {
            Self::Invite => Done::PersonInvited,
            Self::Unlock => Done::PersonUnlocked,
            Self::EndSessions => Done::PersonSessionsEnded,
            Self::ForgetDevices => Done::PersonDevicesForgotten,
            Self::LetIn => Done::PersonLetIn,
            Self::MakeOwner => Done::PersonMadeOwner,
            Self::EndOwner => Done::PersonNoOwner,
            Self::Suspend => Done::PersonSuspended,
        }
    }

    async fn carry_out(self, admin: &Admin, user: UserId) -> Result<(), AdministerFault> {
        let own = &admin.own;
        let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
        let by = &admin.by();
        match self {
            Self::Invite => administer::invite(app, organisation, user, Handing::Mail, by)
                .await
                .map(drop),
            Self::Unlock => people::unlock(app, organisation, user, by).await.map(drop),
            Self::EndSessions => people::end_sessions(app, organisation, user, by)
                .await
                .map(drop),
            Self::ForgetDevices => people::forget_devices(app, organisation, user, by)
                .await
                .map(drop),
            Self::LetIn => administer::suspend_user(app, organisation, user, false, by).await,
            Self::MakeOwner => administer::set_owner(app, organisation, user, true, by).await,
            Self::EndOwner => administer::set_owner(app, organisation, user, false, by).await,
            Self::Suspend => administer::suspend_user(app, organisation, user, true, by).await,
        }
    }
}

/// `GET /admin/users/{id}/{act}`.
pub(super) async fn page(Path((id, act)): Path<(String, String)>, admin: Admin) -> Answer {
    let view = named(&admin, &id).await?;
    let own = &admin.own;
    let act = Act::named(&act).ok_or_else(|| own.arrival.status(404))?;
    let here = format!("{}/{}", address(view.user.id), act.code());
    own.arrival.proved(&own.who, &here).await?;
    Ok(confirm(&admin, &view, (here, act.code()), None))
}

/// The page that asks whether it shall be done. `what` is what it is done to, where that is not the person.
fn confirm(
    admin: &Admin,
    view: &PersonView,
    (here, code): (String, &str),
    what: Option<String>,
) -> Reply {
    let arrival = &admin.own.arrival;
    let text = &arrival.text;
    let name = what.unwrap_or_else(|| view.user.name.clone());
    let page = ConfirmPage {
        frame: admin.frame(),
        heading: text.with1(&format!("person-sure-{code}"), "name", &name),
        effects: vec![text.get(&format!("person-effect-{code}"))],
        warning: None,
        action: here,
        hidden: Vec::new(),
        submit: text.get(&format!("person-act-{code}")),
        back: address(view.user.id),
        takes_away: true,
        problem: None,
    };
    Reply::page(arrival, &page)
}

/// `POST /admin/users/{id}/{act}`.
pub(super) async fn act(Path((id, act)): Path<(String, String)>, form: AdminForm) -> Answer {
    let AdminForm { admin, .. } = form;
    let own = &admin.own;
    let missing = || own.arrival.status(404);
    let act = Act::named(&act).ok_or_else(missing)?;
    let user = id.parse::<UserId>().map_err(|_| missing())?;
    let done = act.carry_out(&admin, user).await;
    led_on(&admin, user, act.code(), (done, act.done())).await
}

/// On to the person, or back to them with why not.
async fn led_on(
    admin: &Admin,
    user: UserId,
    back: &str,
    (done, word): (Result<(), AdministerFault>, Done),
) -> Answer {
    let here = address(user);
    match settled(admin, &format!("{here}/{back}"), done).await? {
        Ok(()) => Ok(word.onward(&here)),
        Err(again) => {
            let view = named(admin, &user.to_string()).await?;
            let problem = again.problem(admin);
            Ok(person::shown(admin, &view, again.status(), Some(problem)))
        }
    }
}

/// Something that is done to one thing that a person has.
#[derive(Clone, Copy)]
enum About {
    Factor(AuthenticatorId),
    Confirm(AddressId),
    Remove(AddressId),
}

impl About {
    fn named(act: &str, subject: &str) -> Option<Self> {
        match act {
            "remove-factor" => subject.parse().ok().map(Self::Factor),
            "confirm-address" => subject.parse().ok().map(Self::Confirm),
            "remove-address" => subject.parse().ok().map(Self::Remove),
            _ => None,
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::Factor(_) => "remove-factor",
            Self::Confirm(_) => "confirm-address",
            Self::Remove(_) => "remove-address",
        }
    }

    /// What it is called, if the person has it.
    fn name(self, admin: &Admin, view: &PersonView) -> Option<String> {
        let text = &admin.own.arrival.text;
        match self {
            Self::Factor(id) => {
                let own = view.factors.iter().find(|own| own.id == id)?;
                let kind = super::rows::factor(text, own.kind.as_str());
                Some(format!("{kind} · {}", own.label))
            }
            Self::Confirm(id) | Self::Remove(id) => {
                let one = view.addresses.iter().find(|one| one.id == id)?;
                Some(one.masked.clone())
            }
        }
    }
}

/// `GET /admin/users/{id}/{act}/{subject}`.
pub(super) async fn page_about(
    Path((id, act, subject)): Path<(String, String, String)>,
    admin: Admin,
) -> Answer {
    let view = named(&admin, &id).await?;
    let own = &admin.own;
    let about = About::named(&act, &subject).ok_or_else(|| own.arrival.status(404))?;
    let Some(name) = about.name(&admin, &view) else {
        return Err(own.arrival.status(404));
    };
    let here = format!("{}/{}/{subject}", address(view.user.id), about.code());
    own.arrival.proved(&own.who, &here).await?;
    Ok(confirm(&admin, &view, (here, about.code()), Some(name)))
}

/// `POST /admin/users/{id}/{act}/{subject}`.
pub(super) async fn act_about(
    Path((id, act, subject)): Path<(String, String, String)>,
    form: AdminForm,
) -> Answer {
    let AdminForm { admin, .. } = form;
    let own = &admin.own;
    let missing = || own.arrival.status(404);
    let about = About::named(&act, &subject).ok_or_else(missing)?;
    let user = id.parse::<UserId>().map_err(|_| missing())?;
    let (app, organisation) = (&own.arrival.state.app, own.who.organisation.id);
    let by = &admin.by();
    let (done, word) = match about {
        About::Factor(factor) => (
            people::remove_factor(app, organisation, user, factor, by)
                .await
                .map(drop),
            Done::PersonFactorRemoved,
        ),
        About::Confirm(one) => (
            people::change_address(app, organisation, user, AddressChange::Confirm(one), by).await,
            Done::PersonAddressChanged,
        ),
        About::Remove(one) => (
            people::change_address(app, organisation, user, AddressChange::Remove(one), by).await,
            Done::PersonAddressChanged,
        ),
    };
    let back = format!("{}/{subject}", about.code());
    led_on(&admin, user, &back, (done, word)).await
}
