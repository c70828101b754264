//! Which files are logos, and which drawings are refused.

#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use super::*;

fn is_drawing(text: &str) -> bool {
    logo(text.as_bytes()).is_ok()
}

#[test]
fn pictures_are_told_by_their_first_bytes() {
    for (bytes, kind) in [
        (&b"\x89PNG\r\n\x1a\n...."[..], "png"),
        (b"\xff\xd8\xff\xe0....", "jpeg"),
        (b"RIFF\x01\x02\x03\x04WEBPVP8 ", "webp"),
        (b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "svg+xml"),
    ] {
        let told = logo(bytes).unwrap();
        assert!(
            told.starts_with(&format!("data:image/{kind};base64,")),
            "{told}"
        );
    }
    for bytes in [
        &b""[..],
        b"GIF89a",
        b"<html><script>1</script></html>",
        b"%PDF-1.7",
        b"\xfe\xff\0<\0s\0v\0g",
    ] {
        assert_eq!(logo(bytes), Err(Reason::MalformedLogo));
    }
}

#[test]
fn a_file_is_64_kilobytes_at_the_most() {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.resize(MOST_LOGO_BYTES, 0);
    assert!(logo(&bytes).is_ok());
    bytes.push(0);
    assert_eq!(logo(&bytes), Err(Reason::MalformedLogo));
}

#[test]
fn plain_drawings_are_taken() {
    for text in [
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9' fill='#123'/></svg>",
        "\u{feff}<?xml version=\"1.0\"?>\n<!-- drawn by hand --><svg xmlns='http://www.w3.org/2000/svg'><g style=\"fill:red\"/></svg>\n",
        "<svg xmlns='http://www.w3.org/2000/svg'><defs><linearGradient id=\"a\"><stop offset=\"0\"/></linearGradient></defs><rect fill=\"url(#a)\"/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><text>5 &gt; 4 &amp; å</text></svg>",
    ] {
        assert!(is_drawing(text), "{text}");
    }
}

#[test]
fn drawings_that_act_or_fetch_are_refused() {
    for text in [
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        "<SVG ONLOAD=\"alert(1)\"/>",
        "<svg onload=alert(1)>",
        "<svg\u{c}onload=\"alert(1)\"/>",
        "<svg xmlns='http://www.w3.org/2000/svg'><a href=\"https://x.example\"/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><use href=\"https://x.example/a.svg#b\"/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><use xlink:href='data:image/svg+xml;base64,AA=='/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><image href=\"#a\"/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><foreignObject><p>a</p></foreignObject></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><style>@import url(https://x.example)</style></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><rect fill=\"url( 'https://x.example' )\"/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><rect style=\"fill:u\\72l(https://x.example)\"/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><rect style=\"fill:&#117;rl(https://x.example)\"/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><animate attributeName=\"href\" to=\"javascript:alert(1)\"/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><set attributeName=\"onclick\"/></svg>",
        "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><![CDATA[<script>]]></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><?xml-stylesheet href=\"a.css\"?></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'><g title=\"unclosed></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'></svg><script>1</script>",
        "text before <svg xmlns='http://www.w3.org/2000/svg'></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'></svg> text after",
        "<g xmlns='http://www.w3.org/2000/svg'></g>",
        "<svg/>",
        "<svg xmlns='http://www.w3.org/1999/xhtml'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:h='http://www.w3.org/1999/xhtml'><h:title/></svg>",
        "<?xml-stylesheet href=\"https://x.example/a.xsl\"?><svg xmlns='http://www.w3.org/2000/svg'/>",
        "<svg xmlns='http://www.w3.org/2000/svg'><g id='a'><use href='#a'/></g></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' xml:base='https://x.example'/>",
        "<svg xmlns='http://www.w3.org/2000/svg'>&other;</svg>",
        "<svg xmlns='http://www.w3.org/2000/svg'/><svg xmlns='http://www.w3.org/2000/svg'/>",
    ] {
        assert!(!is_drawing(text), "{text}");
    }
}
