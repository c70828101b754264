//! Furnishes the demo: both organisations with their permissions, role cards and people, through the same acts that the command line and the
//! administration use. A database that is furnished already keeps what it has; only the addresses follow the port.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context as _;
use app::App;
use app::administer::{
    self, By, NewOrganisation, NewPermission, NewRole, NewUser, OrganisationChange,
};
use app::gateways::BUILT_IN;
use domain::factor::{FactorKind, Needs};
use domain::id::{GatewayId, OrganisationId};
use domain::message::MessageChannel;
use domain::organisation::{Organisation, Support};
use domain::time::{Span, Timestamp};
use domain::token::TokenSecret;
use factors::Adopts;

use super::people::{CARDS, Card, NEIGHBOUR, PEOPLE, PERMISSIONS, PERMISSIONS_AREA, Person};

/// The slug of the default organisation.
pub const DEFAULT: &str = "demo";

/// The slug of the organisation next door.
pub const NEXT_DOOR: &str = "grannen";

/// For how long the demo's people have been known.
const KNOWN_SINCE: Span = Span::days(30);

/// An organisation of the demo.
struct Plan {
    slug: &'static str,
    name: &'static str,
    accent: &'static str,
    phone: &'static str,
    cards: &'static [Card],
    people: &'static [Person],
}

const PLANS: [Plan; 2] = [
    Plan {
        slug: DEFAULT,
        name: "Demobolaget",
        accent: "#1f6f5c",
        phone: "08-465 004 00",
        cards: &CARDS,
        people: &PEOPLE,
    },
    Plan {
        slug: NEXT_DOOR,
        name: "Grannbolaget",
        accent: "#7a3e9d",
        phone: "031-390 06 00",
        // The neighbour's owner has a card of the same key as the first organisation's: nothing of it leaks.
        cards: &[OWNER_NEXT_DOOR],
        people: &[NEIGHBOUR],
    },
];

const OWNER_NEXT_DOOR: Card = Card {
    permissions: &["tvasteg.people", "tvasteg.roles", "tvasteg.settings"],
    ..CARDS[0]
};

/// Furnishes the database of a demo that is reached under this base URL.
pub async fn furnish(app: &Arc<App>, base_url: &str, now: Timestamp) -> anyhow::Result<()> {
    let by = By::operator(now);
    let present = administer::list_organisations(app).await?;
    for plan in &PLANS {
        let base_url = format!("{base_url}/o/{}", plan.slug);
        match present
            .iter()
            .find(|organisation| organisation.slug == plan.slug)
        {
            Some(organisation) => follow(app, organisation, base_url, &by).await?,
            None => found(app, plan, base_url, &by).await?,
        }
    }
    Ok(())
}

/// The port is another than at the last start.
async fn follow(
    app: &Arc<App>,
    organisation: &Organisation,
    base_url: String,
    by: &By,
) -> anyhow::Result<()> {
    if organisation.base_url != base_url {
        let change = OrganisationChange {
            base_url: Some(base_url),
            ..OrganisationChange::default()
        };
        administer::change_organisation(app, organisation.id, change, by).await?;
    }
    Ok(())
}

async fn found(app: &Arc<App>, plan: &Plan, base_url: String, by: &By) -> anyhow::Result<()> {
    let new = NewOrganisation {
        slug: plan.slug.to_owned(),
        name: plan.name.to_owned(),
        base_url,
        two_step_add_on: true,
        default_trusted_days: 0,
        default_language: "sv".to_owned(),
        support: Support {
            email: Some(format!("support@{}.example", plan.slug)),
            phone: Some(plan.phone.to_owned()),
            hours: Some("08–17".to_owned()),
        },
        accent: Some(plan.accent.to_owned()),
        logo: None,
    };
    let organisation = administer::add_organisation(app, new, by).await?.id;
    for (key, name) in PERMISSIONS {
        let new = NewPermission {
            key: key.to_owned(),
            name: name.to_owned(),
            area: PERMISSIONS_AREA.to_owned(),
        };
        administer::add_permission(app, organisation, new, by).await?;
    }
    for card in plan.cards {
        administer::add_role(app, organisation, role_of(card), by).await?;
    }
    subscribe(app, organisation, by.now()).await?;
    // They have been there for a while: a number or mailbox of today proves nothing to support.
    let since = By::operator(by.now() - KNOWN_SINCE);
    for person in plan.people {
        add(app, organisation, person, &since)
            .await
            .with_context(|| format!("{} could not be added", person.username))?;
    }
    Ok(())
}

fn role_of(card: &Card) -> NewRole {
    NewRole {
        key: card.key.to_owned(),
        name: card.name.to_owned(),
        owner_assigns: card.owner_assigns,
        api_integrator: card.api_integrator,
        two_step: card.two_step,
        trusted_days: card.trusted_days,
        permissions: card
            .permissions
            .iter()
            .map(|key| (*key).to_owned())
            .collect(),
        ..NewRole::default()
    }
}

async fn add(
    app: &Arc<App>,
    organisation: OrganisationId,
    person: &Person,
    by: &By,
) -> anyhow::Result<()> {
    let new = NewUser {
        username: person.username.to_owned(),
        name: person.name.to_owned(),
        email: Some(person.email()),
        owner: person.owner,
        roles: vec![person.role.to_owned()],
        password: person.password.map(str::to_owned),
        ..NewUser::default()
    };
    let added = administer::add_user(app, organisation, new, by).await?;
    let mut bound = Vec::new();
    if person.email_code {
        let kind = factor(app, |needs| needs.email).context("no factor comes by e-mail")?;
        bound.push((kind, person.email()));
    }
    if let Some(number) = person.phone {
        let by_text = Some(MessageChannel::Sms);
        let kind = factor(app, |needs| needs.gateway == by_text)
            .context("no factor comes by text message")?;
        bound.push((kind, number.to_owned()));
    }
    if let Some(number) = person.personal_number.filter(|_| person.bankid)
        && let Some(kind) = adopting_number(app)
    {
        bound.push((kind, number.to_owned()));
    }
    for (kind, address) in bound {
        administer::bind_authenticator(app, organisation, added.id, &kind, &address, by).await?;
    }
    Ok(())
}

/// The factor with these needs.
fn factor(app: &App, needs: impl Fn(&Needs) -> bool) -> Option<FactorKind> {
    app.registry
        .profiles()
        .into_iter()
        .find(|profile| needs(&profile.needs))
        .map(|profile| profile.kind)
}

/// The factor that is bound by a personal number, where the program has one.
fn adopting_number(app: &App) -> Option<FactorKind> {
    let mut factors = app.registry.iter();
    factors
        .find(|factor| factor.adopts() == Some(Adopts::PersonalNumber))
        .map(|factor| factor.profile().kind.clone())
}

/// The account at the gateway that keeps its messages here. No organisation can add one itself.
async fn subscribe(
    app: &Arc<App>,
    organisation: OrganisationId,
    now: Timestamp,
) -> anyhow::Result<()> {
    let unit = move |tx: &mut store::Tx| {
        let id = GatewayId::draw(now, tx.random());
        let report_secret = TokenSecret::draw(tx.random());
        let account = store::NewGateway {
            id,
            driver: BUILT_IN,
            name: "Demo",
            channels: &[MessageChannel::Sms, MessageChannel::Voice],
            settings: &BTreeMap::new(),
            report_secret: &report_secret,
            active: true,
        };
        tx.insert_gateway(organisation, &account, now)
    };
    app.store.write(unit).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
