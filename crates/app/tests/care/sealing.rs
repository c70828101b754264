//! The audit log: sealed, compared with the head that was kept, read on record, trimmed in its time; and a person who is handed out and erased.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use app::administer::audit::{self, Ending, Question};
use app::administer::{By, NewUser, Reason};
use app::sealing::{Extent, Heads, NoHeads, Verification, seal_all, trim, verify};
use domain::audit::EventKind;
use domain::audit::retention::Retention;
use domain::audit::verify::Finding;
use domain::id::{OrganisationId, UserId};
use domain::refusal::Refusal;
use domain::time::Span;
use store::testing::{self, Cell, Statement, each_engine};
use store::{AuditFilter, SealedHead};

use crate::administer::reason;
use crate::ground::{Ground, OTHER_PASSWORD, PASSWORD, somebody};

/// Heads in memory.
#[derive(Default)]
struct Kept(Mutex<BTreeMap<OrganisationId, SealedHead>>);

impl Heads for Kept {
    fn kept(&self, organisation: OrganisationId) -> Option<SealedHead> {
        self.0.lock().unwrap().get(&organisation).cloned()
    }

    fn keep(&self, heads: &[SealedHead]) {
        let mut kept = self.0.lock().unwrap();
        kept.extend(heads.iter().map(|head| (head.organisation, head.clone())));
    }
}

impl Ground {
    async fn owner(&self, username: &str) -> UserId {
        let new = NewUser {
            owner: true,
            password: Some(PASSWORD.to_owned()),
            ..somebody(username)
        };
        self.add(new).await
    }

    async fn sign_in_fails(&self, username: &str) {
        let refused = self.sign_in(username, OTHER_PASSWORD).await;
        assert_eq!(refused.err(), Some(Refusal::SignInWrong));
    }

    async fn sealed(&self, heads: &Arc<dyn Heads>) -> usize {
        seal_all(&self.app, heads, self.now).await.unwrap()
    }

    async fn verified(&self, extent: Extent, head: Option<&SealedHead>) -> Verification {
        verify(&self.app, self.demo.id, extent, head).await.unwrap()
    }

    async fn tampered(&self, statement: &'static Statement) {
        let organisation = self.demo.id;
        let unit = move |tx: &mut store::Tx| {
            let changed = testing::execute(tx, statement, &[(&organisation).into()])?;
            assert!(changed > 0, "{} changed nothing", statement.name());
            Ok(())
        };
        self.app.store.write(unit).await.unwrap();
    }

    async fn kinds(&self, filter: &AuditFilter) -> Vec<String> {
        let (organisation, filter) = (self.demo.id, filter.clone());
        let unit = move |tx: &mut store::ReadTx| tx.audit_page(organisation, &filter, None, 100);
        let page = self.app.store.read(unit).await.unwrap();
        page.events
            .into_iter()
            .map(|event| event.row.kind)
            .collect()
    }
}

static LAST_SEAL_GONE: [Statement; 2] = [
    Statement::new(
        "last_seal_gone",
        "DELETE FROM audit_seals WHERE organisation_id = $1 AND seal_no =
            (SELECT seal_no FROM audit_seals WHERE organisation_id = $1 ORDER BY seal_no DESC LIMIT 1)",
    ),
    Statement::new(
        "its_rows_gone",
        "DELETE FROM audit_events WHERE organisation_id = $1 AND seal_no >
            (SELECT seal_no FROM audit_seals WHERE organisation_id = $1 ORDER BY seal_no DESC LIMIT 1)",
    ),
];

#[test]
fn what_is_cut_off_the_end_is_missed_by_the_head_that_was_kept_and_by_nothing_else() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let kept = Arc::new(Kept::default());
        let heads: Arc<dyn Heads> = Arc::<Kept>::clone(&kept);
        for round in 0..3 {
            ground.person(&format!("bo{round}")).await;
            assert!(ground.sealed(&heads).await > 0);
            ground.pass(Span::seconds(5));
        }
        assert_eq!(ground.sealed(&heads).await, 0);
        let head = kept.kept(ground.demo.id).unwrap();
        assert_eq!(head.no, 3);
        let whole = ground.verified(Extent::Whole, Some(&head)).await;
        assert_eq!((whole.finding, whole.tally.seals), (None, 3));
        assert_eq!((whole.unsealed, whole.compared_with), (0, Some(3)));
        let newest = ground.verified(Extent::Newest(2), None).await;
        assert_eq!(
            (newest.finding, newest.first, newest.tally.seals),
            (None, Some(2), 2)
        );

        for statement in &LAST_SEAL_GONE {
            ground.tampered(statement).await;
        }
        let alone = ground.verified(Extent::Whole, None).await;
        assert_eq!((alone.finding, alone.tally.seals), (None, 2));
        let compared = ground.verified(Extent::Whole, Some(&head)).await;
        let rows = head.total - alone.last.unwrap().total;
        assert_eq!(
            compared.finding,
            Some(Finding::CutOff {
                last: 2,
                head: 3,
                rows
            })
        );

        // A log that grows again is not that log, and its heads are not kept over the one that proves it.
        ground.person("cilla").await;
        assert_eq!(ground.sealed(&heads).await, 1);
        assert_eq!(kept.kept(ground.demo.id), Some(head.clone()));
        let compared = ground.verified(Extent::Whole, Some(&head)).await;
        assert_eq!(compared.finding, Some(Finding::HeadDiffers { seal: 3 }));

        let forged = SealedHead {
            signature: vec![1; 69],
            no: 1,
            ..head
        };
        let compared = ground.verified(Extent::Newest(1), Some(&forged)).await;
        assert_eq!(compared.finding, Some(Finding::HeadForged));
    });
}

static ONE_ROW_CHANGED: Statement = Statement::new(
    "one_row_changed",
    "UPDATE audit_events SET details = '{}' WHERE organisation_id = $1 AND kind = 'user-added'",
);

#[test]
fn a_row_that_was_changed_is_named_and_the_finding_is_on_record() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let heads: Arc<dyn Heads> = Arc::new(NoHeads);
        ground.person("bo").await;
        ground.sealed(&heads).await;
        let (app, demo) = (&ground.app, ground.demo.id);
        let found = audit::verify_newest(app, demo, &ground.by()).await.unwrap();
        assert_eq!(found.finding, None);
        ground.tampered(&ONE_ROW_CHANGED).await;
        let found = audit::verify_newest(app, demo, &ground.by()).await.unwrap();
        assert!(matches!(
            found.finding,
            Some(Finding::RowChanged { seal: 1, .. })
        ));
        let kind = EventKind::AuditVerified.code().to_owned();
        let filter = AuditFilter {
            kind: Some(kind),
            ..AuditFilter::default()
        };
        assert_eq!(ground.kinds(&filter).await.len(), 2);
    });
}

#[test]
fn reading_is_on_record_once_a_minute_for_the_same_question() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let agnes = ground.owner("agnes").await;
        let (demo, all) = (ground.demo.id, AuditFilter::default());
        let of_agnes = AuditFilter {
            actor: Some(agnes),
            outcome: Some(Ending::Done),
            ..AuditFilter::default()
        };
        let readings = AuditFilter {
            kind: Some(EventKind::AuditRead.code().to_owned()),
            ..AuditFilter::default()
        };
        for (filter, after, told) in [
            (&all, 0, 1),
            (&all, 30, 1),
            (&of_agnes, 0, 2),
            (&all, 29, 2),
            (&all, 2, 3),
            (&of_agnes, 0, 3),
            (&of_agnes, 30, 4),
        ] {
            ground.pass(Span::seconds(after));
            let by = ground.by_user(agnes);
            audit::log(&ground.app, demo, filter, None, 50, &by)
                .await
                .unwrap();
            assert_eq!(ground.kinds(&readings).await.len(), told);
        }
        let bo = ground.person("bo").await;
        let by = ground.by_user(bo);
        let refused = audit::log(&ground.app, demo, &all, None, 50, &by).await;
        assert_eq!(reason(refused), Reason::NoRight);
    });
}

#[test]
fn a_question_is_understood_by_username_and_by_id_and_what_is_wrong_is_named() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        let bo = ground.person("bo").await;
        let narrowed = async |question: Question| {
            audit::narrowed(&ground.app, ground.demo.id, &question).await
        };
        let question = Question {
            who: "bo".to_owned(),
            whom: bo.to_string(),
            outcome: "refused".to_owned(),
            address: " ::ffff:192.0.2.7".to_owned(),
            ..Question::default()
        };
        let expected = AuditFilter {
            actor: Some(bo),
            subject: Some(bo),
            outcome: Some(Ending::Refused),
            address: Some("192.0.2.7".to_owned()),
            ..AuditFilter::default()
        };
        assert_eq!(narrowed(question).await.unwrap(), expected);
        let wrong = Question {
            who: "nobody".to_owned(),
            from: Some(ground.now),
            until: Some(ground.now),
            ..Question::default()
        };
        let Reason::Faults(faults) = reason(narrowed(wrong).await) else {
            panic!("fields are named");
        };
        let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["who", "until"]);
    });
}

#[test]
fn each_kind_leaves_the_log_in_its_time_and_the_log_stays_provable() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let heads: Arc<dyn Heads> = Arc::new(NoHeads);
        let agnes = ground.owner("agnes").await;
        ground.person("bo").await;
        ground.sign_in_fails("bo").await;
        ground.sealed(&heads).await;
        let (demo, by) = (ground.demo.id, ground.by_user(agnes));
        let usual = Retention::default();
        let brief = Retention {
            sign_ins: 30,
            addresses: 7,
            ..usual.clone()
        };
        let too_brief = Retention {
            changes: 1,
            ..usual.clone()
        };
        let save = async |new: &Retention, from: &Retention, by: &By| {
            audit::save_retention(&ground.app, demo, new.clone(), from.clone(), by).await
        };
        let Reason::Faults(faults) = reason(save(&too_brief, &usual, &by).await) else {
            panic!("the field is named");
        };
        assert_eq!(faults[0].field, "changes");
        save(&brief, &usual, &by).await.unwrap();
        assert_eq!(reason(save(&usual, &usual, &by).await), Reason::Changed);
        ground.sealed(&heads).await;

        ground.pass(Span::days(8));
        let trimmed = trim(&ground.app, ground.now).await.unwrap();
        assert_eq!(trimmed.rows, 0);
        assert!(trimmed.addresses > 0);
        ground.pass(Span::days(23));
        let failed = AuditFilter {
            kind: Some(EventKind::PasswordChecked.code().to_owned()),
            ..AuditFilter::default()
        };
        assert_eq!(ground.kinds(&failed).await.len(), 1);
        assert_eq!(trim(&ground.app, ground.now).await.unwrap().rows, 1);
        assert_eq!(ground.kinds(&failed).await.len(), 0);
        ground.sealed(&heads).await;
        let verified = ground.verified(Extent::Whole, None).await;
        assert_eq!((verified.finding, verified.tally.gone), (None, 1));
        assert!(verified.tally.without_address > 0);
        assert_eq!(trim(&ground.app, ground.now).await.unwrap().rows, 0);
    });
}

static ALL_TABLES: [Statement; 9] = [
    Statement::new("users", "SELECT * FROM users WHERE organisation_id = $1"),
    Statement::new(
        "addresses",
        "SELECT * FROM addresses WHERE organisation_id = $1",
    ),
    Statement::new(
        "authenticators",
        "SELECT * FROM authenticators WHERE organisation_id = $1",
    ),
    Statement::new(
        "sessions",
        "SELECT * FROM sessions WHERE organisation_id = $1",
    ),
    Statement::new(
        "trusted_devices",
        "SELECT * FROM trusted_devices WHERE organisation_id = $1",
    ),
    Statement::new("logins", "SELECT * FROM logins WHERE organisation_id = $1"),
    Statement::new(
        "deliveries",
        "SELECT * FROM deliveries WHERE organisation_id = $1",
    ),
    Statement::new(
        "user_texts",
        "SELECT content FROM user_texts WHERE organisation_id = $1",
    ),
    Statement::new(
        "audit_events",
        "SELECT * FROM audit_events WHERE organisation_id = $1",
    ),
];

/// The tables in which one of these words stands.
async fn tables_with(ground: &Ground, words: &'static [&'static str]) -> Vec<&'static str> {
    let organisation = ground.demo.id;
    let unit = move |tx: &mut store::ReadTx| {
        let mut found = Vec::new();
        for table in &ALL_TABLES {
            let rows = testing::query(tx, table, &[(&organisation).into()])?;
            let holds = |cell: &Cell| match cell {
                Cell::Text(text) => words.iter().any(|word| text.contains(word)),
                _ => false,
            };
            if rows.iter().flatten().any(holds) {
                found.push(table.name());
            }
        }
        Ok(found)
    };
    ground.app.store.read(unit).await.unwrap()
}

/// What nobody may find of Wilhelmina afterwards.
const HERS: &[&str] = &[
    "wilhelmina",
    "Wilhelmina",
    "203.0.113.7",
    "Firefox on Linux",
    "w••",
];

#[test]
fn an_erased_person_is_nowhere_any_more_and_the_log_stays_provable() {
    each_engine(async |store| {
        let mut ground = Ground::lay(store).await;
        let heads: Arc<dyn Heads> = Arc::new(NoHeads);
        let agnes = ground.owner("agnes").await;
        let wilma = ground.person("wilhelmina").await;
        ground.sign_in("wilhelmina", PASSWORD).await.unwrap();
        ground.sign_in_fails("wilhelmina").await;
        ground.sealed(&heads).await;
        let found = tables_with(&ground, HERS).await;
        assert!(
            ["users", "audit_events", "user_texts"]
                .iter()
                .all(|table| found.contains(table))
        );

        let (app, demo) = (Arc::clone(&ground.app), ground.demo.id);
        let record = audit::begin_person_export(&app, demo, wilma, &ground.by())
            .await
            .unwrap();
        assert_eq!(record.username, "wilhelmina");
        assert_eq!(record.addresses.len(), 1);
        let events = app::person_record::person_events(&app, demo, wilma, false, None)
            .await
            .unwrap();
        assert!(events.rows.len() >= 3 && events.older.is_none());
        let written = serde_json::to_string(&record).unwrap();
        assert!(!written.contains("argon2") && !written.contains("hash"));

        let erase = async |who: UserId, typed: &str, by: &By| {
            audit::erase_person(&app, demo, who, typed, by).await
        };
        let by = ground.by_user(agnes);
        assert!(matches!(
            reason(erase(wilma, "wilma", &by).await),
            Reason::NotConfirmed(_)
        ));
        assert_eq!(reason(erase(agnes, "agnes", &by).await), Reason::OwnAccount);
        assert_eq!(
            reason(erase(agnes, "agnes", &ground.by()).await),
            Reason::LastOwner
        );
        ground.pass(Span::minutes(1));
        erase(wilma, " wilhelmina ", &ground.by()).await.unwrap();
        assert_eq!(tables_with(&ground, HERS).await, Vec::<&str>::new());
        let refused = ground.sign_in("wilhelmina", PASSWORD).await;
        assert_eq!(refused.err(), Some(Refusal::SignInWrong));
        ground.sealed(&heads).await;
        let verified = ground.verified(Extent::Whole, None).await;
        assert_eq!(verified.finding, None);
        assert!(verified.tally.erased >= 3);
        let plan = audit::erasure_plan(&app, demo, wilma).await.unwrap();
        assert!(plan.user.username.starts_with("erased-") && !plan.user.owner);
        assert_eq!((plan.addresses, plan.sessions, plan.devices), (0, 0, 0));
    });
}
