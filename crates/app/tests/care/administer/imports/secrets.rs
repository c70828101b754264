//! Secrets of authenticators that people have already: nobody enrols again.

use app::administer;
use app::administer::import::{Kind, State};
use store::testing::each_engine;

use crate::ground::Ground;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

async fn secrets(ground: &Ground, content: &str) -> (Vec<(String, String)>, State) {
    let import = ground
        .looked_at(Kind::Secrets, content.as_bytes(), |_| {}, &ground.by())
        .await;
    let found = ground.verdicts(import.id).await;
    let found = found
        .into_iter()
        .map(|(_, verdict, reason)| (verdict, reason));
    let found = found.collect();
    if import.counts.changed > 0 {
        let at = (import.id, import.version);
        administer::import::apply(&ground.app, ground.demo.id, at, true, &ground.by())
            .await
            .unwrap();
    }
    (found, import.state)
}

fn told(found: &[(String, String)]) -> Vec<(&str, &str)> {
    found
        .iter()
        .map(|(verdict, reason)| (verdict.as_str(), reason.as_str()))
        .collect()
}

#[test]
fn a_table_of_secrets_binds_authenticators_that_open_again() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        for name in ["anna", "bo", "cia"] {
            ground.person(name).await;
        }
        let table = format!(
            "upn,serial number,secret key,time interval,algorithm,digits\nanna,1,{SECRET},30,,\n\
            bo,2,3132333435363738393031323334353637383930,60,HMAC-SHA256,8\nokand,3,{SECRET},30,,\ncia,4,{SECRET},1,,\n\
            cia,5,{SECRET},30,MD5,\ncia,6,inte base32!,30,,\ncia,7,GEZDGNBV,30,,\ncia,8,,30,,\ncia,9,{SECRET},30,,5\n"
        );
        let (found, _) = secrets(&ground, &table).await;
        assert_eq!(
            told(&found),
            [
                ("changed", ""),
                ("changed", ""),
                ("error", "user-unknown"),
                ("error", "period"),
                ("error", "algorithm"),
                ("error", "secret-malformed"),
                ("error", "secret-short"),
                ("error", "secret-missing"),
                ("error", "digits"),
            ]
        );
        let demo = ground.demo.id;
        for (name, data, format) in [
            (
                "anna",
                format!("{{\"format\":1,\"secret\":\"{SECRET}\"}}"),
                1,
            ),
            (
                "bo",
                format!(
                    "{{\"format\":2,\"secret\":\"{SECRET}\",\"parameters\":{{\"algorithm\":\"SHA256\",\"digits\":8,\"period\":60}}}}"
                ),
                2,
            ),
        ] {
            let user = administer::user_named(&ground.app, demo, name)
                .await
                .unwrap();
            assert_eq!(user.factor_set.to_string(), "totp");
            let read = move |tx: &mut store::ReadTx| tx.authenticators_of_user(demo, user.id);
            let held = ground.app.store.read(read).await.unwrap();
            assert_eq!(held.len(), 1);
            assert_eq!(held[0].data_format, format);
            assert_eq!(String::from_utf8(held[0].data.to_vec()).unwrap(), data);
        }
        // Who has one already keeps it: the same file once more changes nobody.
        let (found, _) = secrets(&ground, &table).await;
        assert_eq!(told(&found)[..2], [("unchanged", ""), ("unchanged", "")]);
    });
}

#[test]
fn a_list_of_links_names_people_before_the_link_or_in_it() {
    each_engine(async |store| {
        let ground = Ground::lay(store).await;
        for name in ["anna", "bo", "cia"] {
            ground.person(name).await;
        }
        let list = format!(
            "# export\notpauth://totp/Bj%C3%B6rken:anna?secret={SECRET}&issuer=Bj%C3%B6rken\n\n\
            bo, otpauth://totp/x?secret={SECRET}\ncia otpauth://hotp/x?secret={SECRET}&counter=1\ncia otpauth://totp/x?secret=1\n"
        );
        let (found, _) = secrets(&ground, &list).await;
        assert_eq!(
            told(&found),
            [
                ("changed", ""),
                ("changed", ""),
                ("error", "hotp"),
                ("error", "link"),
            ]
        );
    });
}
