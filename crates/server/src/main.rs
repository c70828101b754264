//! The binary `tvasteg`; everything is in the library.

fn main() -> std::process::ExitCode {
    server::command::main()
}
