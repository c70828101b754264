//! What the demo prints when it is ready: the addresses, the people, and what to do first.

use super::people::{OSKARS_PASSWORD, PASSWORD, PEOPLE};
use super::seed::NEXT_DOOR;

/// The text. `aligned` lays the table out.
pub fn welcome(
    base_url: &str,
    config_file: &str,
    credential: &str,
    aligned: impl Fn(&[&str], &[Vec<String>]) -> String,
) -> String {
    let rows: Vec<Vec<String>> = PEOPLE
        .iter()
        .map(|person| {
            let password = match person.password {
                None => "–".to_owned(),
                Some(password) if password == PASSWORD => password.to_owned(),
                Some(_) => OSKARS_PASSWORD.to_owned(),
            };
            vec![
                person.username.to_owned(),
                password,
                person.role.to_owned(),
                person.shows.to_owned(),
            ]
        })
        .collect();
    let table = aligned(&["USERNAME", "PASSWORD", "ROLE", "WHAT TO SEE"], &rows);
    format!(
        "\nTvåsteg is ready.\n\n\
         Start here     {base_url}/demo/\n\
         Login          {base_url}/login\n\
         Next door      {base_url}/o/{NEXT_DOOR}/login   (agnes, the same password, another person)\n\
         BankID         {base_url}/demo/bankid   (a telephone to sign with)\n\
         Mail           {base_url}/demo/outbox.json\n\
         API            {base_url}/api/v1/openapi.json\n\
         Credential     {credential}   (robot)\n\
         Configuration  {config_file}\n\n\
         {table}\n\
         Stop with Ctrl-C.\n\n"
    )
}
