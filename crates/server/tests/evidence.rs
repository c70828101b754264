//! What an operator learns of an identification that is kept: signed by a person of the simulator, kept in a real database, checked by the
//! command line.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod program;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use connect::bankid::simulator::{Keys, Person, Settings, Simulator};
use connect::bankid::{Account, Client, Demands, Identity, Root};
use connect::eid::{Eid as _, EidKind};
use domain::eid::{Browser, Device, Identified, NewOrder, Proof, Purpose, Seen};
use domain::factor::FactorKind;
use domain::id::{IdentificationId, UserId};
use domain::personal_number::PersonalNumber;
use domain::time::Span;
use program::{Installed, Said};
use rusqlite::Connection;
use server::config::{Config, Origin};
use server::installation::{self, Schema};
use server::system::{self, SystemRandom};
use store::{NewIdentification, Tx};

/// Who owns the installation.
const OWNER: &str = "ägaren";
const NUMBER: &str = "199006022397";
const TEXT: &str = "Logga in hos Åhlunds Åkeri";

/// What Bo signed, and the roots: for signatures, and for the connection.
struct Signed {
    identified: Identified,
    root: String,
    other_root: String,
}

/// One order, taken through the real client and the simulator; its keys take a while to draw.
fn signed() -> &'static Signed {
    static SIGNED: OnceLock<Signed> = OnceLock::new();
    SIGNED.get_or_init(|| run(sign()))
}

fn run<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(work)
}

async fn sign() -> Signed {
    connect::install_tls();
    let keys = Arc::new(Keys::fresh("Åhlunds Åkeri", system::now()).unwrap());
    let clock = Arc::new(system::now);
    let settings = Settings::new(Arc::clone(&keys), clock, Box::new(SystemRandom));
    let simulator = Simulator::start(settings).await.unwrap();
    let (certificate, key) = (keys.caller().certificate_pem(), keys.caller().key_pem());
    let identity = Identity::from_pem(certificate.as_bytes(), key.as_bytes(), None).unwrap();
    let root = Root::from_pem(keys.root_pem().as_bytes()).unwrap();
    let base = simulator.base_url();
    let account = Account::new(&base, root, identity, Demands::default()).unwrap();
    let client = Client::new(account, &[]).unwrap();
    let number = PersonalNumber::from_digits(NUMBER).unwrap();
    let order = NewOrder {
        known: Some(number),
        visible_text: TEXT.to_owned(),
        end_user_ip: "198.51.100.7".parse().unwrap(),
        browser: Some(Browser {
            user_agent: "Firefox".to_owned(),
            device: None,
            referring_domain: "login.example.se".to_owned(),
        }),
        return_url: None,
        device: Device::This,
        purpose: Purpose::Identify,
    };
    let started = client.start(&order).await.unwrap();
    let bo = Person::new(number, "Bo Åke Lind");
    simulator.sign(&started.app_token, bo).unwrap();
    let Seen::Complete(identified) = client.collect(&started.reference).await.unwrap() else {
        panic!("he signed");
    };
    Signed {
        identified: *identified,
        root: keys.signature_root_pem().await.unwrap(),
        other_root: keys.root_pem(),
    }
}

/// An installation in which an identification is kept.
struct Kept {
    installed: Installed,
    id: String,
    root: PathBuf,
    other_root: PathBuf,
}

impl Kept {
    /// What Bo signed, after this was done to it.
    fn with(change: impl FnOnce(&mut Proof)) -> Self {
        let installed = Installed::new();
        let signed = signed();
        let kind = FactorKind::named(EidKind::BankId.name());
        let address = "198.51.100.7".parse().ok();
        let now = system::now();
        let mut proof = Proof::of(&kind, &signed.identified, TEXT, address, now);
        change(&mut proof);
        let id = run(keep(&installed, proof)).to_string();
        let root = installed.folder.path().join("signatures.pem");
        let other_root = installed.folder.path().join("connection.pem");
        std::fs::write(&root, &signed.root).unwrap();
        std::fs::write(&other_root, &signed.other_root).unwrap();
        Self {
            installed,
            id,
            root,
            other_root,
        }
    }

    fn evidence(&self, more: &[&str]) -> Said {
        let mut all = vec!["audit", "evidence", self.id.as_str()];
        all.extend(more);
        self.installed.run(&all)
    }

    fn checked(&self, more: &[&str]) -> Said {
        let mut all = vec!["--root", self.root.to_str().unwrap()];
        all.extend(more);
        self.evidence(&all)
    }

    fn database(&self) -> Connection {
        Connection::open(self.installed.folder.path().join("tvasteg.db")).unwrap()
    }
}

async fn keep(installed: &Installed, proof: Proof) -> IdentificationId {
    let path = installed.config();
    let config = Config::load(&Origin::Named(&path), &[]).unwrap();
    let keys = installation::keys(&config).unwrap();
    let opened = installation::store(&config, keys, Schema::Untouched);
    let store = opened.await.unwrap();
    let now = system::now();
    let unit = move |tx: &mut Tx| {
        let organisation = tx.organisations()?.remove(0).id;
        let owner: Option<UserId> = tx
            .find_account_by_username(organisation, OWNER)?
            .map(|account| account.user.id);
        let id = IdentificationId::draw(now, tx.random());
        let new = NewIdentification {
            id,
            user: owner,
            proof: &proof,
            expires_at: now + Span::days(365),
        };
        tx.insert_identification(organisation, &new, now)?;
        Ok(id)
    };
    let id = store.write(unit).await.unwrap();
    installation::stop(store).await;
    id
}

/// The steps that do not hold, by name, with how they ended.
fn wrong(said: &Said) -> Vec<String> {
    let told: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    let steps = told["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 7);
    let wrong = steps.iter().filter(|step| step["outcome"] != "ok");
    let wrong: Vec<String> = wrong
        .map(|step| format!("{} {}", step["step"], step["outcome"]).replace('"', ""))
        .collect();
    assert_eq!(told["sound"], wrong.is_empty());
    assert_eq!(said.code == 0, wrong.is_empty());
    wrong
}

#[test]
fn sound_evidence_is_told_with_who_when_and_what_and_the_reading_is_on_record() {
    let kept = Kept::with(|_| {});
    let said = kept.checked(&[]);
    for part in [
        "Bo Åke Lind, 19900602-****",
        TEXT,
        "issued by Testbanken AB (publ)",
        "app at",
        "ok  the person's key signed it",
        "result: it proves who signed, when and what",
    ] {
        assert!(said.done().contains(part), "{part}: {}", said.out);
    }
    let json = kept.checked(&["--json"]);
    assert_eq!(wrong(&json), Vec::<String>::new());
    let told = json.json();
    assert_eq!(told["identification"], kept.id.as_str());
    assert_eq!(told["personal_number"], "19900602-****");
    assert_eq!(told["text"], TEXT);
    assert_eq!(told["username"], OWNER);
    let signed_at = told["signed_at"].as_str().unwrap();
    assert!(signed_at.starts_with("20") && signed_at.ends_with('Z'));
    for said in [&said, &json] {
        assert!(!said.out.contains(NUMBER) && !said.out.contains("2397"));
        assert!(!said.err.contains("2397"));
    }

    let rows = "SELECT details, personal FROM audit_events WHERE kind = 'identification-read'";
    let database = kept.database();
    let mut read = database.prepare(rows).unwrap();
    let rows: Vec<(String, Option<String>)> = read
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(rows.len(), 2);
    for (details, personal) in rows {
        assert!(details.contains(&kept.id), "{details}");
        let all = format!("{details}{}", personal.unwrap_or_default());
        assert!(!all.contains("2397") && !all.contains("Lind"), "{all}");
    }
}

#[test]
fn without_the_right_root_nothing_is_proved() {
    let kept = Kept::with(|_| {});
    assert_eq!(wrong(&kept.evidence(&["--json"])), ["chain not-checked"]);
    let said = kept.evidence(&[]);
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains("it wants a root for signatures (--root)"),
        "{}",
        said.out
    );
    let other = kept.other_root.to_str().unwrap();
    let said = kept.evidence(&["--json", "--root", other]);
    assert_eq!(wrong(&said), ["chain failed"]);
    let said = kept.evidence(&[
        "--json",
        "--root",
        other,
        "--root",
        kept.root.to_str().unwrap(),
    ]);
    assert_eq!(wrong(&said), Vec::<String>::new());

    let missing = kept.evidence(&["--root", "no-such-file.pem"]);
    assert!(
        missing
            .refusal()
            .contains("no-such-file.pem cannot be read")
    );
    let config = kept.installed.config();
    let no_root = kept.evidence(&["--root", config.to_str().unwrap()]);
    assert!(no_root.refusal().contains("no certificate in PEM form"));
}

#[test]
fn what_was_tampered_with_is_named_and_ends_with_one() {
    let kept = Kept::with(|proof| proof.visible_text.push('!'));
    assert_eq!(wrong(&kept.checked(&["--json"])), ["text failed"]);

    let kept = Kept::with(|proof| {
        proof.personal_number = PersonalNumber::from_digits("199107172380").unwrap();
    });
    assert_eq!(wrong(&kept.checked(&["--json"])), ["person failed"]);
    let said = kept.checked(&[]);
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains(
            "failed  the certificate bears the number that was kept: somebody else signed"
        ) && said.out.contains("result: it does NOT prove who signed"),
        "{}",
        said.out
    );

    let kept = Kept::with(|proof| {
        let middle = proof.ocsp.len() / 2;
        let other = if proof.ocsp.as_bytes()[middle] == b'A' {
            "B"
        } else {
            "A"
        };
        proof.ocsp.replace_range(middle..=middle, other);
    });
    let found = wrong(&kept.checked(&["--json"]));
    assert!(found.contains(&"validity failed".to_owned()), "{found:?}");

    let kept = Kept::with(|proof| proof.signature.truncate(400));
    let found = wrong(&kept.checked(&["--json"]));
    assert_eq!(found.first().map(String::as_str), Some("document failed"));
    assert_eq!(found.len(), 7, "nothing is left to stand on: {found:?}");

    let kept = Kept::with(|_| {});
    let changed = "UPDATE identifications SET data = CAST(substr(data, 1, 80) || X'00' || substr(data, 82) AS BLOB)";
    assert_eq!(kept.database().execute(changed, []).unwrap(), 1);
    let _sentence = kept.checked(&[]).refusal().to_owned();
}

#[test]
fn an_id_that_is_none_or_not_kept_here_is_refused_in_a_sentence_and_told_to_nobody() {
    let kept = Kept::with(|_| {});
    let said = kept.installed.run(&["audit", "evidence", "4711"]);
    assert!(said.refusal().contains("4711 is no identification's id"));
    let unknown = "01900000-0000-7000-8000-000000000000";
    let said = kept.installed.run(&["audit", "evidence", unknown]);
    assert!(said.refusal().contains("is kept in"), "{}", said.err);
    let elsewhere = kept.checked(&["--organisation", "grannen"]);
    assert!(elsewhere.refusal().contains("grannen"));
    let rows = "SELECT COUNT(*) FROM audit_events WHERE kind = 'identification-read'";
    let told: i64 = kept
        .database()
        .query_row(rows, [], |row| row.get(0))
        .unwrap();
    assert_eq!(told, 0);
}
