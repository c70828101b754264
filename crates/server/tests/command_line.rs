//! The commands of an operator, run as a program: what they print, and one clear sentence for every bad input.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test fails by panicking"
)]

mod program;

use std::os::unix::fs::PermissionsExt as _;

use program::{Installed, command, finish, init, run};

#[test]
fn a_misused_command_line_is_one_sentence_and_status_2() {
    for arguments in [
        &[][..],
        &["user"],
        &["srve"],
        &["demo", "--listen", "nowhere"],
        &["user", "add"],
        &["check", "--jsn"],
    ] {
        let said = run(arguments);
        assert_eq!(said.code, 2, "{arguments:?}");
        said.refusal();
        assert!(said.out.is_empty());
    }
    assert!(
        run(&["user", "add", "--help"])
            .done()
            .contains("--username")
    );
    assert!(run(&["--version"]).done().starts_with("tvasteg "));
}

#[test]
fn init_makes_an_installation_that_check_finds_in_order() {
    let installed = Installed::new();
    assert!(
        installed
            .invitation
            .starts_with("http://localhost:8080/o/huset/recover/")
    );
    for name in ["tvasteg.toml", "tvasteg.key"] {
        let about = std::fs::metadata(installed.folder.path().join(name)).unwrap();
        assert_eq!(about.permissions().mode() & 0o777, 0o600, "{name}");
    }
    let check = installed.run(&["check"]);
    assert!(check.done().contains("organisations: 1"), "{}", check.out);
    let findings = installed.run(&["check", "--json"]).json();
    let standing = |name: &str| {
        let all = findings.as_array().unwrap().iter();
        all.clone().find(|finding| finding["name"] == name).unwrap()["standing"].clone()
    };
    for name in ["configuration", "key", "database", "base URL"] {
        assert_eq!(standing(name), "ok", "{name}");
    }
    let people = installed.run(&["user", "list", "--json"]).json();
    assert_eq!(people[0]["username"], "ägaren");
    assert_eq!(
        (&people[0]["owner"], &people[0]["has_password"]),
        (&true.into(), &false.into())
    );
}

#[test]
fn init_makes_its_folder_and_takes_it_back_where_it_fails() {
    let around = tempfile::tempdir().unwrap();
    let folder = around.path().join("tvasteg");
    let config = folder.join("tvasteg.toml");
    let mut failing = init(&config);
    failing.extend(["--database", "sqlite:nowhere/tvasteg.db"]);
    assert!(run(&failing).refusal().contains("nothing was written"));
    assert!(!folder.exists(), "what was made is taken back");
    run(&init(&config)).done();
    let about = std::fs::metadata(&folder).unwrap();
    assert_eq!(about.permissions().mode() & 0o777, 0o700);
    assert!(folder.join("tvasteg.key").exists() && folder.join("tvasteg.db").exists());
    // No more than one: a name mistyped further up is a mistake.
    let deeper = around.path().join("typo/etc/tvasteg.toml");
    let said = run(&init(&deeper));
    assert!(said.refusal().contains("cannot be made"), "{}", said.err);
    assert!(!around.path().join("typo").exists());
}

#[test]
fn init_never_overwrites_and_leaves_nothing_half_done() {
    let installed = Installed::new();
    let key = installed.folder.path().join("tvasteg.key");
    let before = (
        std::fs::read(installed.config()).unwrap(),
        std::fs::read(&key).unwrap(),
    );
    let again = run(&init(&installed.config()));
    assert!(
        again
            .refusal()
            .contains("exists already and is never overwritten")
    );
    std::fs::rename(
        installed.config(),
        installed.folder.path().join("kept.toml"),
    )
    .unwrap();
    assert!(
        run(&init(&installed.config()))
            .refusal()
            .contains("tvasteg.key exists already")
    );
    assert_eq!(
        (before.0, before.1),
        (
            std::fs::read(installed.folder.path().join("kept.toml")).unwrap(),
            std::fs::read(&key).unwrap()
        )
    );
    // Another key on the same database: nothing of the attempt stays behind.
    let config = installed.folder.path().join("other.toml");
    let mut arguments = init(&config);
    arguments.extend(["--key-file", "other.key", "--database", "sqlite:tvasteg.db"]);
    assert!(
        run(&arguments)
            .refusal()
            .contains("does not belong to this database")
    );
    assert!(!config.exists() && !installed.folder.path().join("other.key").exists());
}

#[test]
fn init_without_a_terminal_names_the_flag_that_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("tvasteg.toml");
    let said = run(&["init", "--config", config.to_str().unwrap()]);
    assert!(said.refusal().contains("--base-url is missing"));
    let mut arguments = init(&config);
    arguments[4] = "http://login.example.se";
    assert!(
        run(&arguments)
            .refusal()
            .contains("--base-url: an https address")
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_mistyped_key_in_the_environment_is_named() {
    let installed = Installed::new();
    let config = installed.config();
    let mut check = command(&["check", "--config", config.to_str().unwrap()]);
    check.env("TVASTEG_MAIL__PASWORD", "hemligt");
    let said = finish(check);
    assert_eq!(said.code, 1);
    assert!(
        said.out
            .contains("the nearest known one is TVASTEG_MAIL__PASSWORD"),
        "{}",
        said.out
    );
    assert!(!said.out.contains("hemligt"));
    let mut list = command(&["user", "list"]);
    list.env("TVASTEG_CONFIG", &config);
    finish(list).done();
}

#[test]
fn a_key_file_that_others_can_read_or_that_is_missing_or_another_is_refused() {
    let installed = Installed::new();
    let key = installed.folder.path().join("tvasteg.key");
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(
        installed
            .run(&["serve"])
            .refusal()
            .contains("can be read by others (mode 0640): run `chmod 600")
    );
    std::fs::remove_file(&key).unwrap();
    assert!(
        installed
            .run(&["serve"])
            .refusal()
            .contains("does not exist: run `tvasteg init`")
    );
    let other = Installed::new();
    std::fs::copy(other.folder.path().join("tvasteg.key"), &key).unwrap();
    assert!(
        installed
            .run(&["serve"])
            .refusal()
            .contains("the key file does not belong to this database")
    );
    let check = installed.run(&["check"]);
    assert_eq!(check.code, 1);
    assert!(check.out.contains("FAULT  database"), "{}", check.out);
}

#[test]
fn a_database_that_is_missing_is_named_and_never_made_by_accident() {
    let installed = Installed::new();
    let database = installed.folder.path().join("tvasteg.db");
    std::fs::rename(&database, installed.folder.path().join("elsewhere.db")).unwrap();
    for arguments in [&["user", "list"][..], &["serve"]] {
        assert!(
            installed
                .run(arguments)
                .refusal()
                .contains("tvasteg.db does not exist")
        );
        assert!(!database.exists());
    }
    installed.run(&["migrate"]).done();
    assert!(database.exists());
    let served = installed.run(&["serve"]);
    assert!(
        served.refusal().contains("there is no organisation yet"),
        "{}",
        served.err
    );
}

#[test]
fn organisations_are_added_listed_changed_and_suspended() {
    let installed = Installed::new();
    let added = installed
        .run(&[
            "organisation",
            "add",
            "grannen",
            "--name",
            "Grannen",
            "--json",
        ])
        .json();
    assert_eq!(added["base_url"], "http://localhost:8080/o/grannen");
    assert_eq!(added["default"], false);
    assert!(
        installed
            .run(&["organisation", "add", "grannen"])
            .refusal()
            .contains("grannen")
    );
    assert!(
        installed
            .run(&["organisation", "add", "Grannen"])
            .refusal()
            .contains("a slug is")
    );
    let set = [
        "organisation",
        "set",
        "grannen",
        "--support-phone",
        "031-1",
        "--accent",
        "#7a3e9d",
        "--add-on",
        "off",
        "--json",
    ];
    let changed = installed.run(&set).json();
    assert_eq!(
        (&changed["support_phone"], &changed["two_step_add_on"]),
        (&"031-1".into(), &false.into())
    );
    assert!(
        installed
            .run(&["organisation", "set", "grannen"])
            .refusal()
            .contains("nothing to change")
    );
    let moved = [
        "organisation",
        "set",
        "grannen",
        "--base-url",
        "https://login.grannen.example",
    ];
    let refusal = installed.run(&moved);
    let told = refusal.refusal();
    assert!(told.contains("strand nobody's passkeys"), "{told}");
    assert!(told.contains("0 sessions") && told.contains("--yes"));
    let moved = installed
        .run(&[&moved[..], &["--yes", "--json"]].concat())
        .json();
    assert_eq!(moved["base_url"], "https://login.grannen.example");
    let port = ["organisation", "set", "grannen", "--base-url"];
    let port = installed.run(&[&port[..], &["https://login.grannen.example:8443"]].concat());
    let told = port.refusal();
    assert!(
        told.contains("--yes") && !told.contains("passkeys"),
        "passkeys know no port: {told}"
    );
    installed
        .run(&["organisation", "suspend", "grannen"])
        .done();
    let all = installed.run(&["organisation", "list", "--json"]).json();
    assert_eq!(
        (&all[0]["suspended"], &all[1]["suspended"]),
        (&true.into(), &false.into())
    );
    installed
        .run(&["organisation", "suspend", "grannen", "--end"])
        .done();
    assert!(
        !installed
            .run(&["organisation", "list"])
            .done()
            .contains("suspended")
    );
}

#[test]
fn roles_and_people_are_added_listed_and_changed() {
    let installed = Installed::new();
    let role = [
        "role",
        "add",
        "ekonomi",
        "--name",
        "Ekonomi",
        "--two-step",
        "on",
        "--trusted-days",
        "14",
        "--permit",
        "tvasteg.audit",
        "--json",
    ];
    let card = installed.run(&role).json();
    assert_eq!(
        (
            &card["two_step"],
            &card["trusted_days"],
            &card["permissions"][0]
        ),
        (&true.into(), &14.into(), &"tvasteg.audit".into())
    );
    installed
        .run(&["role", "add", "robot", "--api-integrator", "on"])
        .done();
    assert!(
        installed
            .run(&["role", "set", "robot", "--two-step", "on"])
            .refusal()
            .contains("cannot require two-step")
    );
    let person = [
        "user",
        "add",
        "--username",
        "Nils",
        "--email",
        "nils@huset.example",
        "--role",
        "ekonomi",
        "--json",
    ];
    let added = installed.run(&person).json();
    assert_eq!(added["username"], "nils");
    assert!(
        added["link"]
            .as_str()
            .unwrap()
            .starts_with("http://localhost:8080/o/huset/recover/")
    );
    let machine = installed
        .run(&[
            "user",
            "add",
            "--username",
            "maskin",
            "--role",
            "robot",
            "--json",
        ])
        .json();
    assert_eq!(machine.get("link"), None);
    installed.run(&["user", "suspend", "nils"]).done();
    let people = installed.run(&["user", "list", "--json"]).json();
    let nils = people
        .as_array()
        .unwrap()
        .iter()
        .find(|person| person["username"] == "nils")
        .unwrap();
    assert_eq!(
        (&nils["suspended"], &nils["roles"][0]),
        (&true.into(), &"ekonomi".into())
    );
    installed.run(&["user", "suspend", "nils", "--end"]).done();
}

#[test]
fn what_people_and_roles_cannot_be_is_one_sentence() {
    let installed = Installed::new();
    installed.run(&["role", "add", "ekonomi"]).done();
    installed
        .run(&["role", "add", "robot", "--api-integrator", "on"])
        .done();
    installed.run(&["user", "add", "--username", "nils"]).done();
    for (arguments, part) in [
        (&["user", "add", "--username", "nils"][..], "username nils"),
        (
            &["user", "add", "--username", "x", "--role", "ingen"],
            "no role with the key ingen",
        ),
        (
            &[
                "user",
                "add",
                "--username",
                "x",
                "--role",
                "ekonomi",
                "robot",
            ],
            "no other role",
        ),
        (
            &[
                "user",
                "add",
                "--username",
                "x",
                "--email",
                "inte-en-adress",
            ],
            "not an e-mail address",
        ),
        (&["user", "add", "--username", "x y"], "a username is"),
        (
            &[
                "user",
                "add",
                "--username",
                "x",
                "--email",
                "x@y.se",
                "--mail",
            ],
            "no mail server is configured",
        ),
        (
            &["user", "recover", "nils"],
            "has not chosen a password yet",
        ),
        (
            &["user", "recover", "ingen"],
            "nobody with the username ingen",
        ),
        (&["user", "suspend", "ägaren"], "at least one owner"),
        (
            &["user", "list", "--organisation", "ingen"],
            "no organisation called ingen",
        ),
    ] {
        let said = installed.run(arguments);
        assert!(said.refusal().contains(part), "{arguments:?}: {}", said.err);
    }
}

#[test]
fn check_finds_an_organisation_whose_links_lead_elsewhere() {
    let installed = Installed::new();
    let text = std::fs::read_to_string(installed.config()).unwrap();
    let moved = text.replace("http://localhost:8080", "http://localhost:9090");
    std::fs::write(installed.config(), moved).unwrap();
    let check = installed.run(&["check"]);
    assert_eq!(check.code, 1);
    let way_out = "organisation set huset --base-url http://localhost:9090/o/huset";
    assert!(check.out.contains(way_out), "{}", check.out);
    let mut arguments: Vec<&str> = way_out.split(' ').collect();
    arguments.push("--yes");
    installed.run(&arguments).done();
    installed.run(&["check"]).done();
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let installed = Installed::new();
    let database = installed.folder.path().join("tvasteg.db");
    let connection = rusqlite::Connection::open(&database).unwrap();
    connection
        .execute(
            "INSERT INTO schema_migrations (number, name, checksum) VALUES (9999, 'later', '')",
            [],
        )
        .unwrap();
    drop(connection);
    for arguments in [&["serve"][..], &["migrate"], &["user", "list"]] {
        let said = installed.run(arguments);
        assert!(
            said.refusal().contains("schema 9999") && said.refusal().contains("newer release"),
            "{}",
            said.err
        );
    }
}
