//! `tvasteg organisation …`.

use anyhow::Context as _;
use app::administer::{self, NewOrganisation, OrganisationChange};
use domain::id::OrganisationId;
use domain::organisation::{Organisation, RelyingParty, Support};
use serde::Serialize;

use super::arguments::{
    OrganisationCommand, OrganisationSettings, PageLanguage, organisation as arguments,
};
use super::context::Context;
use super::output::{Output, print};
use crate::config::BaseUrl;
use crate::installation::DEFAULT_ORGANISATION;

/// An organisation as it is printed.
#[derive(Serialize)]
struct Printed<'a> {
    slug: &'a str,
    name: &'a str,
    base_url: &'a str,
    default: bool,
    two_step_add_on: bool,
    default_trusted_days: u32,
    language: &'a str,
    support_email: Option<&'a str>,
    support_phone: Option<&'a str>,
    support_hours: Option<&'a str>,
    accent: Option<&'a str>,
    suspended: bool,
}

impl<'a> Printed<'a> {
    fn of(organisation: &'a Organisation, default: &str) -> Self {
        let support = &organisation.support;
        Self {
            slug: &organisation.slug,
            name: &organisation.name,
            base_url: &organisation.base_url,
            default: organisation.slug == default,
            two_step_add_on: organisation.two_step_add_on,
            default_trusted_days: organisation.default_trusted_days,
            language: &organisation.default_language,
            support_email: support.email.as_deref(),
            support_phone: support.phone.as_deref(),
            support_hours: support.hours.as_deref(),
            accent: organisation.accent.as_deref(),
            suspended: organisation.suspended_at.is_some(),
        }
    }

    fn lines(&self) -> Vec<(&'static str, String)> {
        let text = |value: Option<&str>| value.unwrap_or("–").to_owned();
        vec![
            ("slug", self.slug.to_owned()),
            ("name", self.name.to_owned()),
            ("base URL", self.base_url.to_owned()),
            ("default", yes(self.default)),
            (
                "two-step add-on",
                if self.two_step_add_on {
                    "on".to_owned()
                } else {
                    "off".to_owned()
                },
            ),
            (
                "default trusted days",
                self.default_trusted_days.to_string(),
            ),
            ("language", self.language.to_owned()),
            ("support e-mail", text(self.support_email)),
            ("support telephone", text(self.support_phone)),
            ("support hours", text(self.support_hours)),
            ("accent", text(self.accent)),
            ("suspended", yes(self.suspended)),
        ]
    }
}

fn yes(fact: bool) -> String {
    if fact {
        "yes".to_owned()
    } else {
        "no".to_owned()
    }
}

/// Does it.
pub(crate) async fn run(command: OrganisationCommand) -> anyhow::Result<()> {
    match command {
        OrganisationCommand::Add(command) => add(command).await,
        OrganisationCommand::List(command) => list(command).await,
        OrganisationCommand::Set(command) => set(command).await,
        OrganisationCommand::Suspend(command) => suspend(command).await,
    }
}

fn changes(settings: OrganisationSettings) -> OrganisationChange {
    OrganisationChange {
        name: settings.name,
        support_email: settings.support_email,
        support_phone: settings.support_phone,
        support_hours: settings.support_hours,
        accent: settings.accent,
        two_step_add_on: settings.add_on.map(super::arguments::Switch::is_on),
        default_trusted_days: settings.default_trusted_days,
        default_language: settings.language.map(|language| language.tag().to_owned()),
        ..OrganisationChange::default()
    }
}

fn new_organisation(
    slug: String,
    base_url: String,
    settings: OrganisationSettings,
) -> NewOrganisation {
    let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    NewOrganisation {
        name: settings.name.unwrap_or_else(|| slug.clone()),
        slug,
        base_url,
        two_step_add_on: settings.add_on.is_none_or(super::arguments::Switch::is_on),
        default_trusted_days: settings.default_trusted_days.unwrap_or(0),
        default_language: settings
            .language
            .unwrap_or(PageLanguage::Sv)
            .tag()
            .to_owned(),
        support: Support {
            email: given(settings.support_email),
            phone: given(settings.support_phone),
            hours: given(settings.support_hours),
        },
        accent: given(settings.accent),
        logo: None,
    }
}

/// A base URL of an organisation of its own: a host without a path.
fn own_base_url(text: &str) -> anyhow::Result<String> {
    let url = BaseUrl::parse(text).context(
        "--base-url must be an https address without a path, such as https://login.example.se",
    )?;
    Ok(url.as_str().to_owned())
}

/// The installation's base URL with `/o/SLUG`, for an organisation without a host name of its own.
pub(crate) fn shared_base_url(base_url: &BaseUrl, slug: &str) -> String {
    format!("{base_url}/o/{slug}")
}

async fn add(command: arguments::Add) -> anyhow::Result<()> {
    let context = Context::open(&command.config).await?;
    let base_url = match &command.base_url {
        Some(given) => own_base_url(given)?,
        None => shared_base_url(context.config.base_url()?, &command.slug),
    };
    let new = new_organisation(command.slug, base_url, command.settings);
    let organisation = administer::add_organisation(&context.app, new, &context.by()).await?;
    let mut default = context.app.default_organisation.clone();
    if default.is_empty() {
        default.clone_from(&organisation.slug);
        become_default(&context.app.store, &organisation.slug).await?;
    }
    let printed = Printed::of(&organisation, &default);
    Output::new(command.json).record(&printed, &printed.lines())?;
    context.close().await;
    Ok(())
}

/// Addresses without an organisation belong to this one from now on.
pub(crate) async fn become_default(store: &store::Store, slug: &str) -> anyhow::Result<()> {
    let slug = slug.to_owned();
    let unit = move |tx: &mut store::Tx| {
        tx.save_setting(OrganisationId::INSTALLATION, DEFAULT_ORGANISATION, &slug)
    };
    Ok(store.write(unit).await?)
}

async fn list(command: arguments::List) -> anyhow::Result<()> {
    let context = Context::open(&command.config).await?;
    let all = administer::list_organisations(&context.app).await?;
    let printed: Vec<_> = all
        .iter()
        .map(|one| Printed::of(one, &context.app.default_organisation))
        .collect();
    let row = |one: &Printed<'_>| {
        let state = if one.suspended {
            "suspended"
        } else if one.default {
            "default"
        } else {
            ""
        };
        vec![
            one.slug.to_owned(),
            one.name.to_owned(),
            one.base_url.to_owned(),
            state.to_owned(),
        ]
    };
    let rows: Vec<_> = printed.iter().map(row).collect();
    Output::new(command.json).table(&printed, &["SLUG", "NAME", "BASE URL", ""], &rows)?;
    context.close().await;
    Ok(())
}

async fn set(command: arguments::Set) -> anyhow::Result<()> {
    if command.settings.is_empty() && command.base_url.is_none() {
        anyhow::bail!("nothing to change is given; see `tvasteg organisation set --help`");
    }
    let context = Context::open(&command.config).await?;
    let mut changes = changes(command.settings);
    let organisation = context.organisation(Some(&command.slug)).await?;
    if let Some(given) = &command.base_url {
        let shared = shared_base_url(context.config.base_url()?, &command.slug);
        let base_url = if *given == shared {
            shared
        } else {
            own_base_url(given)?
        };
        if base_url != organisation.base_url && !command.yes {
            refuse_unasked(&context, &organisation, &base_url).await?;
        }
        changes.base_url = Some(base_url);
    }
    let organisation =
        administer::change_organisation(&context.app, organisation.id, changes, &context.by())
            .await?;
    let printed = Printed::of(&organisation, &context.app.default_organisation);
    Output::new(command.json).record(&printed, &printed.lines())?;
    context.close().await;
    Ok(())
}

/// Says what this base URL would leave behind, instead of doing it.
async fn refuse_unasked(
    context: &Context,
    organisation: &Organisation,
    base_url: &str,
) -> anyhow::Result<()> {
    let id = organisation.id;
    let relying_party = RelyingParty::at(base_url).map(|new| new.id);
    // Browsers bind a passkey to the host: one that stays strands nobody, whatever else of the address is another.
    let moves = relying_party != organisation.relying_party().map(|old| old.id);
    let bound = context
        .app
        .store
        .read(move |tx| tx.count_bound_to_base_url(id, relying_party.as_deref()))
        .await?;
    let passkeys = if moves && bound.people == 0 {
        "strand nobody's passkeys, ".to_owned()
    } else if moves {
        format!(
            "strand the passkeys of {} ({} in all, bound to the old host name and of no use at the new one), ",
            counted(bound.people, "person", "people"),
            bound.authenticators
        )
    } else {
        String::new()
    };
    anyhow::bail!(
        "nothing was changed: a new base URL would {passkeys}end {} and forget {}; do it with --yes",
        counted(bound.sessions, "session", "sessions"),
        counted(bound.trusted_devices, "trusted device", "trusted devices"),
    )
}

fn counted(number: i64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

async fn suspend(command: arguments::Suspend) -> anyhow::Result<()> {
    let context = Context::open(&command.config).await?;
    let organisation = context.organisation(Some(&command.slug)).await?;
    administer::suspend_organisation(&context.app, organisation.id, !command.end, &context.by())
        .await?;
    let slug = &organisation.slug;
    print(&if command.end {
        format!("The people of {slug} can sign in again.\n")
    } else {
        format!("Nobody of {slug} can sign in until `tvasteg organisation suspend {slug} --end`.\n")
    })?;
    context.close().await;
    Ok(())
}
