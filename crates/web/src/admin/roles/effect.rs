//! What a card would do, in words: beside the card, and alone for the script.

use app::administer::effect::{Effect, PrerequisiteKind, Standing};
use domain::role::{BuiltIn, Role};
use text::Text;

use crate::admin::door::Admin;
use crate::admin::{gateway, money, readiness};
use crate::areas::Area;
use crate::pages::Fact;
use crate::pages::admin::{EffectBar, EffectPanel, Need, Prerequisite};

/// The panel for a card.
pub(super) fn panel(admin: &Admin, stored: &Role, draft: &Role, effect: &Effect) -> EffectPanel {
    let report = readiness::address(stored, draft);
    // What leads away by a link is offered only where nothing is typed that it would lose.
    let saved = (report == readiness::address(stored, stored)).then_some(report.as_str());
    EffectPanel {
        heading: admin.t("role-effect"),
        summary: summary(admin, effect),
        bar: bar(effect),
        facts: facts(admin, effect),
        assumed: assumed(&admin.own.arrival.text, effect.cost.trusted_days),
        warnings: warnings(&admin.own.arrival.text, effect),
        prerequisites: effect
            .prerequisites
            .iter()
            .filter(|line| line.standing != Standing::NotNeeded)
            .map(|line| prerequisite(admin, saved, line.kind, line.standing == Standing::Met))
            .collect(),
        report: (effect.tally.concerned > 0).then(|| report.clone()),
        report_as_typed: true,
    }
}

fn counted(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn summary(admin: &Admin, effect: &Effect) -> String {
    let arrival = &admin.own.arrival;
    let (text, tally) = (&arrival.text, &effect.tally);
    if tally.concerned == 0 {
        return text.get("role-effect-nobody");
    }
    let asked = text.with2(
        "role-effect-asked",
        "asked",
        counted(tally.asked - tally.locked_out),
        "concerned",
        counted(tally.concerned),
    );
    let asked = if tally.locked_out > 0 {
        let out = text.with1("role-effect-not-in", "people", counted(tally.locked_out));
        format!("{asked} {out}")
    } else {
        asked
    };
    if effect.at > arrival.requester.now {
        let day = app::letters::date(effect.at, &arrival.state.app.time_zone, text);
        return format!("{} {asked}", text.with1("role-effect-from", "day", day));
    }
    asked
}

fn bar(effect: &Effect) -> Option<EffectBar> {
    let tally = &effect.tally;
    if tally.asked == 0 {
        return None;
    }
    // Whoever is there at all is seen: a hundredth at least.
    let part = |people: u64| {
        let hundredths = (people * 100 / tally.asked).max(u64::from(people > 0));
        u8::try_from(hundredths.min(100)).unwrap_or(100)
    };
    let locked_out = part(tally.locked_out);
    let enrol = part(tally.must_enrol + tally.in_grace).min(100 - locked_out);
    Some(EffectBar {
        ready: 100 - locked_out - enrol,
        enrol,
        locked_out,
    })
}

fn facts(admin: &Admin, effect: &Effect) -> Vec<Fact> {
    let text = &admin.own.arrival.text;
    let language = text.language();
    let tally = &effect.tally;
    let always = [
        ("role-effect-concerned", tally.concerned),
        ("role-effect-ready", tally.ready),
        ("role-effect-enrol", tally.must_enrol),
        ("role-effect-grace", tally.in_grace),
        ("role-effect-out", tally.locked_out),
    ];
    let where_any = [
        ("role-effect-administrators", effect.administrators_cut_off),
        ("role-effect-owners", tally.owners_cut_off),
        ("role-effect-no-factor", tally.without_factor),
        ("role-effect-no-mobile", tally.without_mobile),
        ("role-effect-no-email", tally.without_email),
    ];
    let mut facts: Vec<Fact> = always
        .into_iter()
        .chain(where_any.into_iter().filter(|(_, people)| *people > 0))
        .map(|(key, people)| Fact {
            name: text.get(key),
            value: money::count(counted(people), language),
        })
        .collect();
    facts.push(cost(text, effect));
    facts
}

fn cost(text: &Text, effect: &Effect) -> Fact {
    let language = text.language();
    let messages = money::count(counted(effect.cost.messages_a_month), language);
    let value = match &effect.cost.micros_a_month {
        Some((micros, currency)) if effect.cost.messages_a_month > 0 => text.with2(
            "role-effect-cost",
            "messages",
            messages,
            "cost",
            money::shown(*micros, currency, language),
        ),
        _ => messages,
    };
    Fact {
        name: text.get("role-effect-messages"),
        value,
    }
}

/// What the figure rests on, in words.
fn assumed(text: &Text, trusted_days: u32) -> String {
    match trusted_days {
        0 | 1 => text.get("readiness-assumed-daily"),
        days => text.with1("readiness-assumed-days", "days", days.to_string()),
    }
}

fn warnings(text: &Text, effect: &Effect) -> Vec<String> {
    let mut warnings = Vec::new();
    if effect.cuts_off_all_owners {
        warnings.push(text.get("role-effect-cuts-owners"));
    } else if effect.cuts_off_me {
        warnings.push(text.get("role-effect-cuts-you"));
    } else if effect.newly_locked_out > 0 {
        let people = counted(effect.newly_locked_out);
        warnings.push(text.with1("role-effect-locks-out", "people", people));
    }
    warnings
}

fn prerequisite(
    admin: &Admin,
    report: Option<&str>,
    kind: PrerequisiteKind,
    met: bool,
) -> Prerequisite {
    let text = &admin.own.arrival.text;
    let may = |right| admin.own.who.rights.has(right);
    let (key, mend, missing) = match kind {
        PrerequisiteKind::AddOn => {
            let settings = Area::Organisation.address().to_owned();
            (
                "role-need-add-on",
                may(BuiltIn::Settings).then_some(settings),
                0,
            )
        }
        PrerequisiteKind::TextGateway => {
            let add = gateway::ADD.to_owned();
            (
                "role-need-gateway",
                may(BuiltIn::Messages).then_some(add),
                0,
            )
        }
        PrerequisiteKind::Numbers { missing } => {
            ("role-need-numbers", report.map(str::to_owned), missing)
        }
        PrerequisiteKind::MailServer => ("role-need-mail", None, 0),
    };
    let detail = if met {
        text.get(&format!("{key}.met"))
    } else {
        text.with1(&format!("{key}.missing"), "people", counted(missing))
    };
    Prerequisite {
        standing: if met { Need::Met } else { Need::Missing },
        what: text.get(key),
        detail,
        mend: mend
            .filter(|_| !met)
            .map(|href| (href, text.get(&format!("{key}.mend")))),
    }
}
