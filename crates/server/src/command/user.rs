//! `tvasteg user …`.

use app::administer::{self, AddedUser, Handing, Invitation, NewUser};
use domain::id::OrganisationId;
use domain::time::Span;
use domain::user::User;
use serde::Serialize;

use super::arguments::{UserCommand, user as arguments};
use super::context::{Context, open, rfc3339};
use super::output::{Output, print};

/// How many people are read at a time.
const PAGE: u32 = 500;

/// Does it.
pub(crate) async fn run(command: UserCommand) -> anyhow::Result<()> {
    match command {
        UserCommand::Add(command) => add(command).await,
        UserCommand::List(command) => list(command).await,
        UserCommand::Recover(command) => recover(command).await,
        UserCommand::Suspend(command) => suspend(command).await,
    }
}

/// Somebody with the link that lets them in, as it is printed once.
#[derive(Serialize)]
pub(crate) struct Issued {
    username: String,
    /// The link, where it was not mailed.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    /// Whether the mail server took it over; otherwise it waits in the outbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    mailed: Option<bool>,
    /// When the link ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
}

impl Issued {
    fn of(added: AddedUser) -> Self {
        let nothing = Self {
            username: added.username,
            link: None,
            mailed: None,
            expires_at: None,
        };
        match added.invitation {
            None => nothing,
            Some(Invitation::Link { url, expires_at }) => Self {
                link: Some(url),
                expires_at: Some(rfc3339(expires_at)),
                ..nothing
            },
            Some(Invitation::Mailed {
                accepted,
                expires_at,
                ..
            }) => Self {
                mailed: Some(accepted),
                expires_at: Some(rfc3339(expires_at)),
                ..nothing
            },
        }
    }

    /// Name and value, line by line; `what` is what the link is.
    pub(crate) fn lines(&self, what: &'static str) -> Vec<(&'static str, String)> {
        let mut lines = vec![("username", self.username.clone())];
        if let Some(link) = &self.link {
            lines.push((what, link.clone()));
        }
        match self.mailed {
            Some(true) => lines.push((what, "mailed".to_owned())),
            Some(false) => lines.push((
                what,
                "not taken over by the mail server yet; it waits in the outbox".to_owned(),
            )),
            None => {}
        }
        if let Some(until) = &self.expires_at {
            lines.push(("works once, until", until.clone()));
        }
        lines
    }
}

/// Adds somebody with whatever lets them in.
pub(crate) async fn added(
    context: &Context,
    organisation: OrganisationId,
    new: NewUser,
) -> anyhow::Result<Issued> {
    Ok(Issued::of(
        administer::add_user(&context.app, organisation, new, &context.by()).await?,
    ))
}

async fn add(command: arguments::Add) -> anyhow::Result<()> {
    let (context, organisation) = open(&command.whose).await?;
    let roles = administer::list_roles(&context.app, organisation.id).await?;
    let is_machine = roles
        .iter()
        .any(|role| role.api_integrator && command.role.contains(&role.key));
    // A machine signs in with API credentials: there is nothing to invite it to.
    let invitation = match (command.mail, is_machine) {
        (true, _) => Some(Handing::Mail),
        (false, true) => None,
        (false, false) => Some(Handing::Link),
    };
    let new = NewUser {
        username: command.username,
        name: command.name.unwrap_or_default(),
        email: command.email,
        owner: command.owner,
        roles: command.role,
        grace_days: command.grace_days,
        invitation,
        ..NewUser::default()
    };
    let issued = added(&context, organisation.id, new).await?;
    Output::new(command.json).record(&issued, &issued.lines("invitation"))?;
    context.close().await;
    Ok(())
}

/// Somebody in the list.
#[derive(Serialize)]
struct Printed<'a> {
    username: &'a str,
    name: &'a str,
    owner: bool,
    roles: &'a [String],
    factors: Vec<String>,
    has_password: bool,
    suspended: bool,
    last_login_at: Option<String>,
}

impl<'a> Printed<'a> {
    fn of((user, roles): &'a (User, Vec<String>)) -> Self {
        Self {
            username: &user.username,
            name: &user.name,
            owner: user.owner,
            roles,
            factors: user.factor_set.iter().map(ToString::to_string).collect(),
            has_password: user.has_password,
            suspended: user.suspended_at.is_some(),
            last_login_at: user.last_login_at.map(rfc3339),
        }
    }

    fn row(&self) -> Vec<String> {
        let state = match (self.suspended, self.has_password) {
            (true, _) => "suspended",
            (false, true) => "",
            (false, false) => "no password",
        };
        vec![
            self.username.to_owned(),
            self.name.to_owned(),
            if self.owner {
                "owner".to_owned()
            } else {
                String::new()
            },
            self.roles.join(", "),
            self.factors.join(", "),
            self.last_login_at
                .clone()
                .unwrap_or_else(|| "never".to_owned()),
            state.to_owned(),
        ]
    }
}

async fn list(command: arguments::List) -> anyhow::Result<()> {
    let (context, organisation) = open(&command.whose).await?;
    let people = people(&context, organisation.id).await?;
    let printed: Vec<_> = people.iter().map(Printed::of).collect();
    let rows: Vec<_> = printed.iter().map(Printed::row).collect();
    let header = [
        "USERNAME",
        "NAME",
        "OWNER",
        "ROLES",
        "FACTORS",
        "LAST LOGIN",
        "",
    ];
    Output::new(command.json).table(&printed, &header, &rows)?;
    context.close().await;
    Ok(())
}

/// Everybody with the keys of their roles, by username, read page by page.
async fn people(
    context: &Context,
    organisation: OrganisationId,
) -> anyhow::Result<Vec<(User, Vec<String>)>> {
    let mut all: Vec<(User, Vec<String>)> = Vec::new();
    loop {
        let after = all.last().map(|(user, _)| user.username.clone());
        let unit =
            move |tx: &mut store::ReadTx| tx.users_with_roles(organisation, after.as_deref(), PAGE);
        let page = context.app.store.read(unit).await?;
        let is_last = page.len() < usize::try_from(PAGE)?;
        all.extend(page);
        if is_last {
            return Ok(all);
        }
    }
}

async fn recover(command: arguments::Recover) -> anyhow::Result<()> {
    let (context, organisation) = open(&command.whose).await?;
    let user = administer::user_named(&context.app, organisation.id, &command.username).await?;
    let lives_for = Span::minutes(i64::from(command.minutes));
    let pass = administer::issue_pass(
        &context.app,
        organisation.id,
        user.id,
        lives_for,
        &context.by(),
    )
    .await?;
    let issued = Issued {
        username: user.username,
        link: Some(pass.url),
        mailed: None,
        expires_at: Some(rfc3339(pass.expires_at)),
    };
    Output::new(command.json).record(&issued, &issued.lines("enrolment pass"))?;
    context.close().await;
    Ok(())
}

async fn suspend(command: arguments::Suspend) -> anyhow::Result<()> {
    let (context, organisation) = open(&command.whose).await?;
    let user = administer::user_named(&context.app, organisation.id, &command.username).await?;
    administer::suspend_user(
        &context.app,
        organisation.id,
        user.id,
        !command.end,
        &context.by(),
    )
    .await?;
    let username = &user.username;
    print(&if command.end {
        format!("{username} can sign in again.\n")
    } else {
        format!("{username} can no longer sign in, and every session has ended.\n")
    })?;
    context.close().await;
    Ok(())
}
