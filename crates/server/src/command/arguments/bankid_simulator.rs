//! What `tvasteg bankid-simulator` takes.

use std::path::PathBuf;

use clap::Args;

/// `bankid-simulator`.
#[allow(clippy::doc_markdown, reason = "the help is read in a terminal")]
#[derive(Debug, Args)]
#[command(after_long_help = "\
It speaks BankID's Relying Party API 6.0 over mutual TLS under a root of its own, and listens on this machine alone. \
The folder holds what a client needs, made at the first start and kept: root.pem (whom to trust), caller.p12 with its \
password in caller-password, the same as caller.pem and caller-key.pem, and signature-root.pem (where signatures lead to).

Nobody has a telephone for it: programs play the app over plain HTTP with JSON, at the second address that it prints.

  GET  /orders.json      the open orders: auto_start_token, qr, visible_text, hint
  POST /orders/TOKEN     {\"action\": \"open\" | \"cancel\" | \"fail\" (hint) | \"sign\" (personal_number, name) | \"confirm\" | \"decline\"}
  POST /scan             {\"qr\": \"bankid.…\"}
  POST /script           {\"orders\": \"next\" | \"all\", \"goes\": \"by_the_app\" | \"signed\" (personal_number, name, risk, device_ip) |
                         \"failing\" (hint) | \"staying\" (hint)}
  POST /mishap           {\"call\": \"auth\" | \"sign\" | \"phone_auth\" | \"phone_sign\" | \"collect\" | \"cancel\", \"what\": \"drop_before\" |
                         \"drop_after\" | \"break_off\" | \"broken_json\" | an errorCode such as \"alreadyInProgress\"}
  POST /clock            {\"advance_seconds\": n}")]
pub struct BankidSimulator {
    /// The port of BankID; without it a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// The port at which programs play the app; without it a free one
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub phone_port: u16,
    /// A folder for the root and the client's certificate; without it a temporary one, gone at the end
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// The organisation in whose name the client calls
    #[arg(long, value_name = "NAME", default_value = "Exempelbolaget AB")]
    pub organisation: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
