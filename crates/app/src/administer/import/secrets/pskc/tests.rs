#![allow(clippy::needless_raw_string_hashes, reason = "quoted markup")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// RFC 6030, figure 2 and 5 together: a plain TOTP key with its parameters.
const PLAIN: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">
  <KeyPackage>
    <DeviceInfo><Manufacturer>Ax &amp; Co</Manufacturer><SerialNo>987654321</SerialNo><UserId>CN=anna,OU=Omsorg</UserId></DeviceInfo>
    <Key Id="12345678" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp">
      <Issuer>Issuer</Issuer>
      <AlgorithmParameters><Suite>HMAC-SHA256</Suite><ResponseFormat Length="8" Encoding="DECIMAL"/></AlgorithmParameters>
      <Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret>
        <TimeInterval><PlainValue>60</PlainValue></TimeInterval></Data>
    </Key>
  </KeyPackage>
  <KeyPackage>
    <Key Id="h" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
      <Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret></Data>
      <UserId>bo</UserId>
    </Key>
  </KeyPackage>
</KeyContainer>"##;

/// RFC 6030, figure 8: the same secret under the password `qwerty`.
const SEALED: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<pskc:KeyContainer xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc" xmlns:xenc11="http://www.w3.org/2009/xmlenc11#"
  xmlns:pkcs5="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" Version="1.0">
  <pskc:EncryptionKey><xenc11:DerivedKey>
    <xenc11:KeyDerivationMethod Algorithm="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2">
      <pkcs5:PBKDF2-params><Salt><Specified>Ej7/PEpyEpw=</Specified></Salt><IterationCount>1000</IterationCount><KeyLength>16</KeyLength><PRF/>
      </pkcs5:PBKDF2-params></xenc11:KeyDerivationMethod>
    <xenc:ReferenceList><xenc:DataReference URI="#ED"/></xenc:ReferenceList></xenc11:DerivedKey></pskc:EncryptionKey>
  <pskc:MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"><pskc:MACKey>
    <xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
    <xenc:CipherData><xenc:CipherValue>2GTTnLwM3I4e5IO5FkufoOEiOhNj91fhKRQBtBJYluUDsPOLTfUvoU2dStyOwYZx</xenc:CipherValue></xenc:CipherData>
  </pskc:MACKey></pskc:MACMethod>
  <pskc:KeyPackage><pskc:DeviceInfo><pskc:Manufacturer>TokenVendorAcme</pskc:Manufacturer><pskc:SerialNo>987654321</pskc:SerialNo></pskc:DeviceInfo>
    <pskc:Key Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp" Id="123456"><pskc:Issuer>Example-Issuer</pskc:Issuer>
      <pskc:AlgorithmParameters><pskc:ResponseFormat Length="8" Encoding="DECIMAL"/></pskc:AlgorithmParameters>
      <pskc:Data><pskc:Secret><pskc:EncryptedValue Id="ED">
        <xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
        <xenc:CipherData><xenc:CipherValue>oTvo+S22nsmS2Z/RtcoF8Hfh+jzMe0RkiafpoDpnoZTjPYZu6V+A4aEn032yCr4f</xenc:CipherValue></xenc:CipherData>
      </pskc:EncryptedValue><pskc:ValueMAC>LP6xMvjtypbfT9PdkJhBZ+D6O4w=</pskc:ValueMAC></pskc:Secret></pskc:Data>
      <pskc:UserId>anna</pskc:UserId></pskc:Key></pskc:KeyPackage></pskc:KeyContainer>"##;

fn cells(container: &str, password: Option<&str>) -> Vec<Vec<String>> {
    let keys = read(container.as_bytes(), password).unwrap();
    keys.into_iter().map(Key::cells).collect()
}

fn fault(container: &str, password: Option<&str>) -> &'static str {
    read(container.as_bytes(), password).err().unwrap()
}

#[test]
fn a_plain_container_gives_its_keys_with_what_both_sides_agree_on() {
    let keys = cells(PLAIN, None);
    assert_eq!(
        keys[0],
        ["anna", SECRET, "HMAC-SHA256", "8", "60", "987654321"]
    );
    assert_eq!(keys[1][..3], ["bo", SECRET, "!hotp"]);
}

#[test]
fn a_sealed_container_opens_under_its_password_alone() {
    assert_eq!(
        cells(SEALED, Some("qwerty"))[0],
        ["anna", SECRET, "", "8", "", "987654321"]
    );
    assert_eq!(fault(SEALED, None), "container-password-missing");
    assert_eq!(fault(SEALED, Some("")), "container-password-missing");
    assert_eq!(fault(SEALED, Some("Qwerty")), "container-password-wrong");
    let changed = SEALED.replace("oTvo+S22", "oTvo+S23");
    assert_eq!(fault(&changed, Some("qwerty")), "container-password-wrong");
    let forged = SEALED.replace("LP6xMvjt", "LP6xMvju");
    assert_eq!(fault(&forged, Some("qwerty")), "container-password-wrong");
    let endless = SEALED.replace(">1000<", ">4000000000<");
    assert_eq!(fault(&endless, Some("qwerty")), "container-cipher");
    let other = SEALED.replace(
        "EncryptedValue Id=\"ED\">\n        <xenc:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#aes128-cbc\"",
        "EncryptedValue Id=\"ED\">\n        <xenc:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#tripledes-cbc\"",
    );
    assert_eq!(fault(&other, Some("qwerty")), "container-cipher");
}

#[test]
fn entities_are_neither_followed_nor_unfolded() {
    let bomb = r##"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><KeyContainer>&b;</KeyContainer>"##;
    assert_eq!(fault(bomb, None), "container-entities");
    let named = PLAIN.replace("Ax &amp; Co", "&xxe;");
    assert_eq!(fault(&named, None), "container-entities");
}

#[test]
fn what_is_no_whole_container_is_told() {
    for broken in [
        "",
        "<",
        "<KeyContainer/>",
        "<KeyContainer><KeyPackage>",
        "<a></b>",
        &PLAIN[..PLAIN.len() / 2],
    ] {
        assert_eq!(fault(broken, None), "container-malformed", "{broken}");
    }
}
