//! `tvasteg init`: asks or takes flags; makes the configuration's folder (0700) where it is missing, writes the configuration and the key (both
//! 0600), makes the database with its first organisation, and prints the owner's invitation. Nothing that exists is overwritten: everything is checked before anything is written.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use app::administer;
use domain::email::EmailAddress;
use domain::organisation::slug;
use domain::user::Username;

use super::arguments::Init;
use super::context::Context;
use super::organisation::{become_default, shared_base_url};
use super::output::print;
use super::prompt::value;
use super::user::added;
use crate::config::write::{Draft, write_new};
use crate::config::{BaseUrl, Config, MailMode, Origin};
use crate::installation::{self, Schema};
use crate::keyfile;
use crate::system::SystemRandom;

const OPENING: &str = "The configuration of Tvåsteg, written by `tvasteg init`. All keys: docs/operator/configuration.md\n\
    After a change: `tvasteg check`, then start the server anew.";

/// Everything that was answered.
struct Answers {
    base_url: BaseUrl,
    organisation: String,
    organisation_name: String,
    language: &'static str,
    owner: Username,
    owner_name: String,
    owner_email: EmailAddress,
    database: String,
    key_file: PathBuf,
}

/// Does it.
pub(crate) async fn run(init: Init) -> anyhow::Result<()> {
    refuse_existing(&init.config, "the configuration file")?;
    let answers = ask(&init)?;
    let folder = init.config.parent().unwrap_or(Path::new(""));
    let key_file = folder.join(&answers.key_file);
    refuse_existing(&key_file, "the key file")?;
    let mut written = Written {
        folder: new_folder(folder)?,
        files: Vec::new(),
    };
    keyfile::create(&key_file, &mut SystemRandom)?;
    written.files.push(key_file);
    let text = draft(&init, &answers)?.text(OPENING);
    let cannot = || {
        format!(
            "the configuration file {} cannot be written",
            init.config.display()
        )
    };
    write_new(&init.config, &text, 0o600).with_context(cannot)?;
    written.files.push(init.config.clone());
    let config = Config::load(&Origin::Named(&init.config), &[])?;
    installation::mailer(&config)?;
    let store = installation::store(
        &config,
        installation::keys(&config)?,
        Schema::BroughtUpToDate,
    )
    .await;
    let store = store.context("nothing was written: the database cannot be used")?;
    // From here on the database belongs to this key: the files stay, whatever happens.
    written.stays();
    furnish(config, store, &answers, &init.config).await
}

fn refuse_existing(path: &Path, what: &str) -> anyhow::Result<()> {
    if path.exists() {
        anyhow::bail!(
            "{what} {} exists already and is never overwritten",
            path.display()
        );
    }
    Ok(())
}

/// Makes the folder of the configuration where it is not there yet, for its owner alone; what it stands in must be there.
fn new_folder(folder: &Path) -> anyhow::Result<Option<PathBuf>> {
    use std::os::unix::fs::DirBuilderExt as _;
    if folder.as_os_str().is_empty() || folder.exists() {
        return Ok(None);
    }
    let made = std::fs::DirBuilder::new().mode(0o700).create(folder);
    made.with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    Ok(Some(folder.to_owned()))
}

/// Files that are taken back unless the rest succeeds too, and the folder that was made for them.
struct Written {
    files: Vec<PathBuf>,
    folder: Option<PathBuf>,
}

impl Written {
    /// Nothing of it is taken back any more.
    fn stays(&mut self) {
        self.files.clear();
        self.folder = None;
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        for file in &self.files {
            // The reason for taking back is told; this is as good as can be done.
            let _ = std::fs::remove_file(file);
        }
        if let Some(folder) = &self.folder {
            // Of an empty folder alone: what somebody else put there stays.
            let _ = std::fs::remove_dir(folder);
        }
    }
}

fn ask(init: &Init) -> anyhow::Result<Answers> {
    let base_url = value(
        "--base-url",
        "Where will browsers reach it",
        init.base_url.as_deref(),
        None,
        |text| {
            BaseUrl::parse(text)
                .context("an https address without a path, such as https://login.example.se")
        },
    )?;
    let organisation = value(
        "--organisation",
        "The organisation's name in addresses",
        init.organisation.as_deref(),
        None,
        |text| Ok(slug(text)?.to_owned()),
    )?;
    let name = init.organisation_name.as_deref();
    let organisation_name = value(
        "--organisation-name",
        "The organisation's name for people",
        name,
        Some(&organisation),
        line,
    )?;
    let owner = value(
        "--owner",
        "The owner's username",
        init.owner.as_deref(),
        None,
        |text| Ok(Username::parse(text)?),
    )?;
    let owner_name = value(
        "--owner-name",
        "The owner's name",
        init.owner_name.as_deref(),
        Some(owner.as_str()),
        line,
    )?;
    let owner_email = value(
        "--owner-email",
        "The owner's e-mail address",
        init.owner_email.as_deref(),
        None,
        |text| Ok(EmailAddress::parse(text)?),
    )?;
    let database = value(
        "--database",
        "The database",
        init.database.as_deref(),
        Some("sqlite:tvasteg.db"),
        |text| {
            store::Location::parse(text)?;
            Ok(text.to_owned())
        },
    )?;
    let key_file = init
        .key_file
        .clone()
        .unwrap_or_else(|| PathBuf::from("tvasteg.key"));
    let language = init
        .language
        .map_or("sv", super::arguments::PageLanguage::tag);
    Ok(Answers {
        base_url,
        organisation,
        organisation_name,
        language,
        owner,
        owner_name,
        owner_email,
        database,
        key_file,
    })
}

fn line(text: &str) -> anyhow::Result<String> {
    let fits =
        (1..=100).contains(&text.trim().chars().count()) && !text.chars().any(char::is_control);
    if fits {
        Ok(text.trim().to_owned())
    } else {
        anyhow::bail!("a name is 1 to 100 characters on one line")
    }
}

fn draft(init: &Init, answers: &Answers) -> anyhow::Result<Draft> {
    let path = |path: &Path| {
        path.to_str()
            .map(str::to_owned)
            .context("the path of a file must be UTF-8")
    };
    let mut draft = Draft::default();
    if let Some(listen) = init.listen {
        draft.set("server", "listen", listen.to_string());
    }
    draft.set("server", "base_url", answers.base_url.as_str());
    draft.set("database", "url", answers.database.as_str());
    draft.set("keys", "file", path(&answers.key_file)?);
    draft.set(
        "mail",
        "mode",
        init.mail_mode.as_deref().unwrap_or(MailMode::None.as_str()),
    );
    let texts = [
        ("host", &init.mail_host),
        ("username", &init.mail_username),
        ("from", &init.mail_from),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            draft.set("mail", key, text.as_str());
        }
    }
    if let Some(port) = init.mail_port {
        draft.set("mail", "port", i64::from(port));
    }
    if let Some(file) = &init.mail_password_file {
        // Given on the command line, so seen from the working directory; in the file it is seen from the file's folder.
        let file = std::path::absolute(file).context("--mail-password-file cannot be found")?;
        draft.set("mail", "password_file", path(&file)?);
    }
    Ok(draft)
}

/// Makes the first organisation and its owner, and prints the invitation.
async fn furnish(
    config: Config,
    store: store::Store,
    answers: &Answers,
    file: &Path,
) -> anyhow::Result<()> {
    let inhabited = !store.read(store::ReadTx::organisations).await?.is_empty();
    if inhabited {
        anyhow::bail!("the database holds organisations already; nothing in it was changed");
    }
    become_default(&store, &answers.organisation).await?;
    let context = Context::with(config, store).await?;
    let by = context.by();
    let new = administer::NewOrganisation {
        slug: answers.organisation.clone(),
        name: answers.organisation_name.clone(),
        base_url: shared_base_url(&answers.base_url, &answers.organisation),
        two_step_add_on: true,
        default_trusted_days: 0,
        default_language: answers.language.to_owned(),
        support: domain::organisation::Support::default(),
        accent: None,
        logo: None,
    };
    let organisation = administer::add_organisation(&context.app, new, &by).await?;
    let owner = administer::NewUser {
        username: answers.owner.as_str().to_owned(),
        name: answers.owner_name.clone(),
        email: Some(answers.owner_email.as_str().to_owned()),
        owner: true,
        invitation: Some(administer::Handing::Link),
        ..administer::NewUser::default()
    };
    let issued = added(&context, organisation.id, owner).await?;
    let mut page = format!(
        "Written: {} and {}\n\n",
        file.display(),
        context.config.keys.file.0.display()
    );
    for (name, value) in issued.lines("invitation") {
        let _ = writeln!(page, "{name:17}  {value}");
    }
    let _ = writeln!(
        page,
        "\nStart the server with `tvasteg serve --config {}`, and open the invitation.",
        file.display()
    );
    print(&page)?;
    context.close().await;
    Ok(())
}
