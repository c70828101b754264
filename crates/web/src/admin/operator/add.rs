//! A new organisation with its first owner, who is invited.

use app::administer::{self, FirstOwner, Founded, Handing, Invitation, NewOrganisation};
use domain::organisation::Support;
use text::Language;

use super::HERE as ORGANISATIONS;
use super::door::{Operator, OperatorForm};
use crate::admin::settled::{Again, settled};
use crate::admin::typed::Typed;
use crate::admin::{draft, filling};
use crate::arrival::Arrival;
use crate::pages::admin::{Field, Fieldset, FormPage, Selectable, Shape};
use crate::pages::operator::CreatedPage;
use crate::reply::{Answer, Reply};
use crate::when::moment;

/// Where it lies.
pub(super) const HERE: &str = "/operator/add";

/// `GET /operator/add`.
pub(super) async fn page(operator: Operator) -> Answer {
    let own = &operator.0.own;
    let brought_back = draft::brought_back(own, HERE);
    let back = brought_back.as_ref().map_or_else(
        || HERE.to_owned(),
        |typed| draft::address(own, HERE, typed, |_| false),
    );
    own.arrival.proved(&own.who, &back).await?;
    let usual = Typed::default()
        .with("language", own.who.organisation.default_language.as_str())
        .with("handing", "mail");
    shown(&operator, &brought_back.unwrap_or(usual), None)
}

/// `POST /operator/add`.
pub(super) async fn create(form: OperatorForm) -> Answer {
    let OperatorForm { operator, sent } = form;
    let own = &operator.0.own;
    let (app, by) = (&own.arrival.state.app, operator.0.by());
    let (new, owner) = read(&own.arrival, &sent);
    let founded = administer::found_organisation(app, new, owner, &by).await;
    let back = draft::address(own, HERE, &sent, |_| false);
    match settled(&operator.0, &back, founded).await? {
        Ok(founded) => Ok(told(&operator, founded)),
        Err(again) => shown(&operator, &sent, Some(&again)),
    }
}

fn read(arrival: &Arrival, sent: &Typed) -> (NewOrganisation, FirstOwner) {
    let slug = sent.of("slug").to_owned();
    let own_address = sent.of("base_url").trim_end_matches('/');
    let base_url = if own_address.is_empty() {
        format!("{}/o/{slug}", arrival.state.site.base_url)
    } else {
        own_address.to_owned()
    };
    let name = sent.of("organisation_name");
    let new = NewOrganisation {
        name: if name.is_empty() { &slug } else { name }.to_owned(),
        slug,
        base_url,
        two_step_add_on: true,
        default_trusted_days: 0,
        default_language: sent.of("language").to_owned(),
        support: Support::default(),
        accent: None,
        logo: None,
    };
    let owner = FirstOwner {
        username: sent.of("owner_username").to_owned(),
        name: sent.of("owner_name").to_owned(),
        email: sent.of("owner_email").to_owned(),
        handing: if sent.of("handing") == "link" {
            Handing::Link
        } else {
            Handing::Mail
        },
    };
    (new, owner)
}

fn told(operator: &Operator, founded: Founded) -> Reply {
    let arrival = &operator.0.own.arrival;
    let text = &arrival.text;
    let (about, link) = match founded.invitation {
        Invitation::Link { url, expires_at } => {
            let until = moment(arrival, expires_at);
            let owner = &founded.owner;
            let about = text.with2("operator-created-link", "owner", owner, "until", until);
            (about, Some(url))
        }
        Invitation::Mailed {
            to,
            accepted,
            expires_at,
        } => {
            let key = if accepted {
                "operator-created-mailed"
            } else {
                "operator-created-waiting"
            };
            let until = moment(arrival, expires_at);
            (text.with2(key, "to", to, "until", until), None)
        }
    };
    let name = &founded.organisation.name;
    let page = CreatedPage {
        frame: operator.frame(),
        heading: text.with1("operator-created-heading", "name", name),
        about,
        link,
        back: ORGANISATIONS.to_owned(),
    };
    Reply::page(arrival, &page)
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "every handler ends with an answer"
)]
fn shown(operator: &Operator, typed: &Typed, again: Option<&Again>) -> Answer {
    let arrival = &operator.0.own.arrival;
    let text = &arrival.text;
    let faults = again.map_or(&[][..], Again::faults);
    let page = FormPage {
        frame: operator.frame(),
        name: "operator-add",
        heading: text.get("operator-add"),
        lead: text.get("operator-add-lead"),
        notes: Vec::new(),
        fieldsets: filling::filled(arrival, fields(arrival), typed, faults, None),
        hidden: Vec::new(),
        action: HERE.to_owned(),
        submit: text.get("operator-create"),
        back: ORGANISATIONS.to_owned(),
        status: None,
        problem: again.map(|again| again.problem(&operator.0)),
    };
    Ok(Reply::page_with(
        arrival,
        again.map_or(200, Again::status),
        &page,
    ))
}

fn fields(arrival: &Arrival) -> Vec<Fieldset> {
    let text = &arrival.text;
    let field = |name: &str, key: &str| {
        Field::line(name, text.get(key), "").hinted(text.get(&format!("{key}.hint")))
    };
    let languages = Language::ALL.map(|language| Selectable {
        value: language.code().to_owned(),
        name: text.get(&format!("language-name-{}", language.code())),
        selected: false,
    });
    let handings = ["mail", "link"].map(|way| Selectable {
        value: way.to_owned(),
        name: text.get(&format!("operator-handing-{way}")),
        selected: false,
    });
    let set = |key: &str, fields| Fieldset {
        legend: text.get(key),
        about: None,
        fields,
    };
    vec![
        set(
            "operator-add-organisation",
            vec![
                field("slug", "operator-slug")
                    .shaped(Shape::Word)
                    .demanded(),
                field("organisation_name", "operator-organisation-name").demanded(),
                field("language", "operator-language").shaped(Shape::OneOf(languages.into())),
                field("base_url", "operator-base-url"),
            ],
        ),
        set(
            "operator-add-owner",
            vec![
                field("owner_username", "operator-username").demanded(),
                field("owner_name", "operator-owner-name"),
                field("owner_email", "operator-email").demanded(),
                field("handing", "operator-handing").shaped(Shape::OneOf(handings.into())),
            ],
        ),
    ]
}
