"""A real SMTP server for the mail tests, with the ways in which real ones go wrong.

    server.py BEHAVIOUR…

Listens on a free port of 127.0.0.1 with a certificate made for this run, and asks for STARTTLS and AUTH unless a behaviour says otherwise.
Writes one JSON object a line to its standard output: {"port", "ca"} once it listens, and at its end an {"event"} for every EHLO, AUTH and
message, the message as Python's own mail parser reads it. Ends when its standard input does, so that no test leaves one behind.
"""

import asyncio
import base64
import email
import email.policy
import json
import logging
import ssl
import sys

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

USERNAME, PASSWORD = b"tvasteg", "hemligt lösen åäö".encode()

# The library logs each fault that a test asks for; faults of our own still come as exceptions.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)

BEHAVIOURS = {
    # how the line is secured
    "submissions", "plain", "no-tls", "starttls-refused", "starttls-injection", "wrong-name", "no-auth", "login-only",
    # what is refused
    "auth-454", "auth-echo", "sender-550", "recipient-451", "recipient-550", "data-554", "message-451", "message-554", "message-echo",
    # what is never answered
    "silent", "silent-after-starttls", "silent-at-first-recipient", "silent-after-dot",
    # when the line breaks
    "cut-after-greeting", "cut-after-dot", "cut-after-message", "421-after-message",
    # what is offered
    "smtputf8",
}
behaviours = set(sys.argv[1:])
if unknown := behaviours - BEHAVIOURS:
    sys.exit(f"unknown behaviour: {', '.join(sorted(unknown))}")


def is_on(name: str) -> bool:
    assert name in BEHAVIOURS, name
    return name in behaviours


seen = []


def report(**what) -> None:
    seen.append(what)


def read(content: bytes) -> dict:
    """The message as an independent parser sees it."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    parts = [
        {"type": part.get_content_type(), "charset": part.get_content_charset(), "encoding": part["Content-Transfer-Encoding"],
         "words": part.get_content(), "defects": [repr(defect) for defect in part.defects]}
        for part in message.iter_parts()
    ]
    headers = [[name, str(value)] for name, value in message.items()]
    defects = [repr(defect) for defect in message.defects] + [
        f"{name}: {defect!r}" for name, value in message.items() for defect in value.defects
    ]
    return {"type": message.get_content_type(), "headers": headers, "parts": parts, "defects": defects,
            "raw": base64.b64encode(content).decode()}


class Handler:
    def __init__(self) -> None:
        self.messages = 0
        self.recipients = 0

    async def handle_MAIL(self, server, session, envelope, address, options):
        if is_on("421-after-message") and getattr(session, "has_sent", False):
            return "421 4.4.2 waited too long"
        if is_on("sender-550"):
            return "550 5.7.1 not from you"
        envelope.mail_from = address
        envelope.mail_options = options
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if is_on("recipient-451"):
            return f"451 4.7.1 <{address}>: greylisted, come again"
        if is_on("recipient-550"):
            return f"550 5.1.1 <{address}>: no such user"
        self.recipients += 1
        if is_on("silent-at-first-recipient") and self.recipients == 1:
            await asyncio.Event().wait()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages += 1
        session.has_sent = True
        report(event="message", sender=envelope.mail_from, recipients=envelope.rcpt_tos, options=envelope.mail_options,
               tls=server.transport.get_extra_info("cipher") is not None, authenticated=session.authenticated,
               connection=session.peer[1], message=read(envelope.content))
        if is_on("message-451"):
            return "451 4.3.0 not now"
        if is_on("message-554"):
            return "554 5.7.1 not this"
        if is_on("message-echo"):
            body = envelope.content.decode("ascii", "replace").replace("\r\n", " ")
            return f"554 5.7.1 I do not like: {body}"
        if is_on("silent-after-dot"):
            await asyncio.Event().wait()
        if is_on("cut-after-dot"):
            server.transport.abort()
            await asyncio.Event().wait()
        if is_on("cut-after-message"):
            asyncio.get_running_loop().call_later(0.02, server.transport.abort)
        return f"250 2.0.0 taken as number {self.messages}"


class Server(SMTP):
    async def _handle_client(self) -> None:
        if is_on("silent"):
            await asyncio.Event().wait()
        await super()._handle_client()

    async def push(self, status) -> None:
        if isinstance(status, str) and status.startswith("220 Ready to start TLS"):
            if is_on("starttls-refused"):
                await super().push("454 4.7.0 TLS not now")
                raise ConnectionResetError
            if is_on("starttls-injection"):
                # What someone in between would add: an answer to the EHLO that will be asked inside TLS.
                status += "\r\n250-injected.example\r\n250 AUTH PLAIN LOGIN"
            if is_on("silent-after-starttls"):
                await asyncio.Event().wait()
        await super().push(status)

    async def smtp_EHLO(self, hostname) -> None:
        report(event="ehlo", hostname=hostname)
        if is_on("cut-after-greeting"):
            self.transport.abort()
            return
        await super().smtp_EHLO(hostname)

    async def smtp_AUTH(self, arg) -> None:
        report(event="auth", mechanism=arg.split()[0], tls=self.transport.get_extra_info("cipher") is not None)
        await super().smtp_AUTH(arg)

    async def smtp_DATA(self, arg) -> None:
        if is_on("data-554"):
            await self.push("554 5.5.1 nothing from you today")
            return
        await super().smtp_DATA(arg)


def sign_in(server, session, envelope, mechanism, data: LoginPassword) -> AuthResult:
    if is_on("auth-454"):
        return AuthResult(success=False, handled=False, message="454 4.7.0 the directory is away")
    if is_on("auth-echo"):
        plain = base64.b64encode(b"\0" + data.login + b"\0" + data.password).decode()
        return AuthResult(success=False, handled=False, message=f"535 5.7.8 AUTH PLAIN {plain} is wrong ({data.password.decode()})")
    return AuthResult(success=(data.login, data.password) == (USERNAME, PASSWORD), handled=False)


async def main() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("elsewhere.example" if is_on("wrong-name") else "localhost").configure_cert(context)
    implicit, clear = is_on("submissions"), is_on("plain") or is_on("no-tls")
    handler = Handler()

    def serve() -> Server:
        return Server(
            handler,
            hostname="localhost",
            tls_context=None if implicit or clear else context,
            require_starttls=not implicit and not clear,
            auth_required=not is_on("plain"),
            auth_require_tls=not implicit,
            authenticator=sign_in,
            auth_exclude_mechanism=["PLAIN", "LOGIN"] if is_on("no-auth") else ["PLAIN"] if is_on("login-only") else [],
            enable_SMTPUTF8=is_on("smtputf8") or is_on("auth-echo"),
            loop=asyncio.get_running_loop(),
        )

    listener = await asyncio.get_running_loop().create_server(serve, "127.0.0.1", 0, ssl=context if implicit else None)
    print(json.dumps({"port": listener.sockets[0].getsockname()[1], "ca": authority.cert_pem.bytes().decode()}), flush=True)
    await asyncio.to_thread(sys.stdin.buffer.read)
    for what in seen:
        print(json.dumps(what))


try:
    asyncio.run(asyncio.wait_for(main(), timeout=120))
except (TimeoutError, KeyboardInterrupt):
    pass
