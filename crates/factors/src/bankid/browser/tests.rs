use super::*;

const IOS: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) ";
const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) ";

fn ios(rest: &str) -> Browser {
    Browser::of(&format!("{IOS}{rest}"))
}

fn android_with(rest: &str) -> Browser {
    Browser::of(&format!("{ANDROID}{rest}"))
}

const PHONE: Browser = Browser::Other { is_phone: true };
const COMPUTER: Browser = Browser::Other { is_phone: false };

#[test]
fn browsers_on_apples_telephones_are_told_apart() {
    for (rest, expected) in [
        (
            "Version/18.5 Mobile/15E148 Safari/604.1",
            Browser::IosSafari,
        ),
        ("CriOS/138.0 Mobile/15E148 Safari/604.1", Browser::IosChrome),
        (
            "FxiOS/140.0 Mobile/15E148 Safari/605.1.15",
            Browser::IosFirefox,
        ),
        (
            "Version/18.5 Mobile/15E148 Safari/604.1 OPT/5.5",
            Browser::IosOperaTouch,
        ),
        (
            "Version/18.0 EdgiOS/138.0 Mobile/15E148 Safari/604.1",
            PHONE,
        ),
        ("Mobile/15E148 [FBAN/FBIOS;FBAV/500.0]", PHONE),
        ("Mobile/15E148", PHONE),
    ] {
        assert_eq!(ios(rest), expected, "{rest}");
    }
}

#[test]
fn only_chrome_and_edge_on_a_new_android_open_the_app_by_an_https_link() {
    for rest in [
        "Chrome/138.0.0.0 Mobile Safari/537.36",
        "Chrome/138.0.0.0 Mobile Safari/537.36 EdgA/138.0",
    ] {
        assert_eq!(android_with(rest), Browser::Android, "{rest}");
    }
    for rest in [
        "SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
        "Chrome/138.0.0.0 Mobile Safari/537.36 OPR/90.0",
        "Gecko/140.0 Firefox/140.0",
    ] {
        assert_eq!(android_with(rest), PHONE, "{rest}");
    }
    for old in ["Android 5.1.1; X", "Android", "Android 11; X; wv"] {
        let user_agent = format!("Mozilla/5.0 (Linux; {old}) Chrome/95.0 Mobile Safari/537.36");
        assert_eq!(Browser::of(&user_agent), PHONE, "{old}");
    }
}

#[test]
fn everything_else_is_a_computer_and_has_its_app_elsewhere() {
    for user_agent in [
        "",
        "curl/8.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/138.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.5 Safari/605.1.15",
    ] {
        assert_eq!(Browser::of(user_agent), COMPUTER, "{user_agent}");
    }
    assert!(COMPUTER.likely() == Device::Other);
    for phone in [
        PHONE,
        Browser::Android,
        Browser::IosSafari,
        Browser::IosChrome,
    ] {
        assert!(phone.likely() == Device::This && phone.is_phone());
    }
}

#[test]
fn the_app_is_told_a_way_back_only_where_it_comes_back_to_a_page() {
    let page = "https://login.example.se/login/answer";
    let way = Browser::IosSafari.way_back(page, || "n1".to_owned());
    let way = way.map(|way| (way.address, way.nonce));
    let expected = format!("{page}?returned=n1");
    assert_eq!(way, Some((expected, "n1".to_owned())));
    for (browser, page) in [
        (Browser::IosSafari, ""),
        (Browser::IosSafari, "http://login.example.se/login/answer"),
        (Browser::IosChrome, page),
        (Browser::IosOperaTouch, page),
        (Browser::Android, page),
        (COMPUTER, page),
    ] {
        let way = browser.way_back(page, || unreachable!("no nonce is drawn in vain"));
        assert!(way.is_none(), "{browser:?}");
    }
    for (browser, page, expected) in [
        (COMPUTER, page, "null"),
        (PHONE, page, "null"),
        (Browser::Android, page, "null"),
        (Browser::IosSafari, "", "null"),
        (Browser::IosChrome, page, "googlechromes://"),
        (Browser::IosFirefox, page, "firefox://"),
        (
            Browser::IosOperaTouch,
            page,
            "touch-https://login.example.se/login/answer",
        ),
        (Browser::IosOperaTouch, "", "null"),
    ] {
        assert_eq!(browser.redirect(page), expected, "{browser:?}");
    }
}

#[test]
fn whatever_stands_in_a_link_stays_in_its_place() {
    assert_eq!(encoded("a-B_9.~"), "a-B_9.~");
    assert_eq!(
        encoded("https://x/?a=b&c#å"),
        "https%3A%2F%2Fx%2F%3Fa%3Db%26c%23%C3%A5"
    );
}
