//! `tvasteg role …`.

use anyhow::Context as _;
use app::administer::{self, NewRole};
use domain::factor::FactorKind;
use domain::role::{Minimum, Role};
use serde::Serialize;

use super::arguments::{Card, RoleCommand, Switch, role as arguments};
use super::context::open;
use super::output::Output;

/// Does it.
pub(crate) async fn run(command: RoleCommand) -> anyhow::Result<()> {
    match command {
        RoleCommand::Add(command) => add(command).await,
        RoleCommand::List(command) => list(command).await,
        RoleCommand::Set(command) => set(command).await,
    }
}

/// A role card as it is printed.
#[derive(Serialize)]
struct Printed<'a> {
    key: &'a str,
    name: &'a str,
    owner_assigns: bool,
    api_integrator: bool,
    two_step: bool,
    trusted_days: u32,
    /// The factors it allows; nothing = all.
    factors: Option<Vec<String>>,
    minimum: &'static str,
    permissions: Vec<&'a str>,
}

impl<'a> Printed<'a> {
    fn of(role: &'a Role) -> Self {
        let allowed = role.allowed_factors.as_ref();
        Self {
            key: &role.key,
            name: &role.name,
            owner_assigns: role.owner_assigns,
            api_integrator: role.api_integrator,
            two_step: role.two_step,
            trusted_days: role.trusted_days,
            factors: allowed.map(|set| set.iter().map(ToString::to_string).collect()),
            minimum: role.minimum.as_str(),
            permissions: role.permissions.iter().map(String::as_str).collect(),
        }
    }

    fn lines(&self) -> Vec<(&'static str, String)> {
        let switch = |on: bool| {
            if on {
                "on".to_owned()
            } else {
                "off".to_owned()
            }
        };
        vec![
            ("key", self.key.to_owned()),
            ("name", self.name.to_owned()),
            ("assigned only by the owner", switch(self.owner_assigns)),
            ("API integrator", switch(self.api_integrator)),
            ("two-step verification", switch(self.two_step)),
            ("valid for days", self.trusted_days.to_string()),
            (
                "factors",
                self.factors
                    .as_ref()
                    .map_or_else(|| "all".to_owned(), |factors| factors.join(", ")),
            ),
            ("weakest proof", self.minimum.to_owned()),
            ("permissions", self.permissions.join(", ")),
        ]
    }

    fn row(&self) -> Vec<String> {
        let two_step = if self.two_step {
            format!("on, {} days", self.trusted_days)
        } else {
            "off".to_owned()
        };
        let mut marks = Vec::new();
        if self.owner_assigns {
            marks.push("only by the owner");
        }
        if self.api_integrator {
            marks.push("API integrator");
        }
        vec![
            self.key.to_owned(),
            self.name.to_owned(),
            two_step,
            self.permissions.len().to_string(),
            marks.join(", "),
        ]
    }
}

/// Writes on a card what was given.
fn apply(card: Card, role: &mut NewRole) -> anyhow::Result<()> {
    if let Some(name) = card.name {
        role.name = name;
    }
    if let Some(kinds) = card.factors {
        let all = kinds.len() == 1 && kinds[0] == "all";
        role.allowed_factors = (!all).then(|| kinds.into_iter().map(FactorKind::named).collect());
    }
    if let Some(level) = card.minimum {
        role.minimum = Minimum::named(&level).context("--minimum must be any, aal2 or phr")?;
    }
    role.owner_assigns = card.owner_assigns.map_or(role.owner_assigns, Switch::is_on);
    role.api_integrator = card
        .api_integrator
        .map_or(role.api_integrator, Switch::is_on);
    role.two_step = card.two_step.map_or(role.two_step, Switch::is_on);
    role.trusted_days = card.trusted_days.unwrap_or(role.trusted_days);
    role.permissions.extend(card.permit);
    role.permissions.retain(|key| !card.forbid.contains(key));
    Ok(())
}

async fn add(command: arguments::Add) -> anyhow::Result<()> {
    let mut new = NewRole {
        name: command.key.clone(),
        key: command.key,
        ..NewRole::default()
    };
    apply(command.card, &mut new)?;
    let (context, organisation) = open(&command.whose).await?;
    let role = administer::add_role(&context.app, organisation.id, new, &context.by()).await?;
    let printed = Printed::of(&role);
    Output::new(command.json).record(&printed, &printed.lines())?;
    context.close().await;
    Ok(())
}

async fn set(command: arguments::Set) -> anyhow::Result<()> {
    if command.card == Card::default() {
        anyhow::bail!("nothing to change is given; see `tvasteg role set --help`");
    }
    let (context, organisation) = open(&command.whose).await?;
    let mut role = administer::role_named(&context.app, organisation.id, &command.key).await?;
    let mut card = NewRole {
        key: role.key.clone(),
        name: role.name.clone(),
        owner_assigns: role.owner_assigns,
        api_integrator: role.api_integrator,
        two_step: role.two_step,
        two_step_from: role.two_step_from,
        grace_days: role.grace_days,
        trusted_days: role.trusted_days,
        allowed_factors: role.allowed_factors.clone(),
        minimum: role.minimum,
        permissions: role.permissions.clone(),
    };
    apply(command.card, &mut card)?;
    role = Role {
        name: card.name,
        owner_assigns: card.owner_assigns,
        api_integrator: card.api_integrator,
        two_step: card.two_step,
        two_step_from: card.two_step_from,
        grace_days: card.grace_days,
        trusted_days: card.trusted_days,
        allowed_factors: card.allowed_factors,
        minimum: card.minimum,
        permissions: card.permissions,
        ..role
    };
    let role =
        administer::save_role(&context.app, organisation.id, role, None, &context.by()).await?;
    let printed = Printed::of(&role);
    Output::new(command.json).record(&printed, &printed.lines())?;
    context.close().await;
    Ok(())
}

async fn list(command: arguments::List) -> anyhow::Result<()> {
    let (context, organisation) = open(&command.whose).await?;
    let roles = administer::list_roles(&context.app, organisation.id).await?;
    let printed: Vec<_> = roles.iter().map(Printed::of).collect();
    let rows: Vec<_> = printed.iter().map(Printed::row).collect();
    Output::new(command.json).table(
        &printed,
        &["KEY", "NAME", "TWO-STEP", "PERMISSIONS", ""],
        &rows,
    )?;
    context.close().await;
    Ok(())
}
