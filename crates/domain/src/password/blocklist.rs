//! The passwords that guessers try first: a well-kept English list through zxcvbn, and the Swedish words that it does not know.

use zxcvbn::zxcvbn;

/// What Swedes choose: seasons, months, greetings, teams, places, keyboard rows. Small letters.
const SWEDISH: &[&str] = &[
    "sommar",
    "vinter",
    "höst",
    "vår",
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
    "måndag",
    "tisdag",
    "onsdag",
    "torsdag",
    "fredag",
    "lördag",
    "söndag",
    "lösenord",
    "losenord",
    "hemligt",
    "hemlig",
    "välkommen",
    "valkommen",
    "hejsan",
    "hejhej",
    "hallå",
    "sverige",
    "svenska",
    "stockholm",
    "göteborg",
    "goteborg",
    "malmö",
    "malmo",
    "uppsala",
    "örebro",
    "linköping",
    "norrköping",
    "västerås",
    "helsingborg",
    "jönköping",
    "umeå",
    "luleå",
    "gävle",
    "borås",
    "sundsvall",
    "hammarby",
    "djurgården",
    "djurgarden",
    "malmöff",
    "ifkgöteborg",
    "frölunda",
    "brynäs",
    "färjestad",
    "modo",
    "leksand",
    "fotboll",
    "ishockey",
    "hockey",
    "älskling",
    "alskling",
    "älskardig",
    "jagälskardig",
    "prinsessa",
    "gullunge",
    "sötnos",
    "kanelbulle",
    "köttbulle",
    "smörgås",
    "fika",
    "kaffe",
    "choklad",
    "midsommar",
    "julafton",
    "tomten",
    "blomma",
    "solros",
    "fjäril",
    "hund",
    "katt",
    "kisse",
    "häst",
    "volvo",
    "saab",
    "scania",
    "ikea",
    "abba",
    "zlatan",
    "ibrahimovic",
    "fredrik",
    "andersson",
    "johansson",
    "karlsson",
    "nilsson",
    "eriksson",
    "larsson",
    "olsson",
    "persson",
    "svensson",
    "gustafsson",
    "anna",
    "maria",
    "eva",
    "karin",
    "kristina",
    "emma",
    "sara",
    "lars",
    "anders",
    "johan",
    "erik",
    "mikael",
    "per",
    "peter",
    "karl",
    "jan",
    "sjukhus",
    "vården",
    "kontoret",
    "jobbet",
    "företaget",
    "kommun",
    "kommunen",
    "region",
    "skola",
    "skolan",
    "admin",
    "administratör",
    "användare",
    "inloggning",
    "logga",
    "byt",
    "bytmig",
    "ändra",
    "test",
    "testa",
    "provlösen",
    "qwertyuiopå",
    "asdfghjklöä",
    "tvåsteg",
    "tvasteg",
    "tvåstegsverifiering",
    "bankid",
    "mobilt",
    "pannkaka",
    "semester",
    "sommarlov",
    "vinterkräksjuka",
    "snögubbe",
    "norrland",
    "skåne",
    "dalarna",
    "gotland",
];

/// The most digits and signs around a word that leave it that word: a date, a year and a few signs.
const MOST_AROUND: usize = 8;

/// The characters at the front that are weighed. The first of them alone make a password hard enough to guess, or nothing does.
const MOST_WEIGHED: usize = 64;

/// Whether `folded` (small letters) is such a password: on a list, a run or repetition, or a common word with digits and signs around it.
pub(super) fn is_common(folded: &str) -> bool {
    is_swedish_word(folded) || is_one_repetition(folded) || is_soon_guessed(folded)
}

/// zxcvbn's own measure: fewer than about a hundred million guesses is what an online attacker's list holds.
///
/// It tries every combination of the letters that signs may stand for on every piece of the text, so that a hundred well-chosen signs
/// cost it seconds. The front alone is weighed, with one sign for those that mean the same: that leaves a handful of combinations.
fn is_soon_guessed(folded: &str) -> bool {
    let front: String = folded
        .chars()
        .take(MOST_WEIGHED)
        .map(one_of_its_kind)
        .collect();
    zxcvbn(&front, SWEDISH).guesses_log10() < 8.0
}

/// The digit or sign that is weighed for all that stand for the same letter.
const fn one_of_its_kind(c: char) -> char {
    match c {
        '@' => '4',
        '$' => '5',
        '+' => '7',
        '!' | '|' => '1',
        '{' | '[' | '<' => '(',
        other => other,
    }
}

/// A Swedish word, alone or over and over, also spelled with digits for letters, with a few digits and signs around it.
fn is_swedish_word(folded: &str) -> bool {
    let typed: Vec<char> = folded.chars().collect();
    let meant: Vec<char> = typed.iter().copied().map(letter_meant).collect();
    SWEDISH.iter().any(|word| {
        let word: Vec<char> = word.chars().collect();
        let (mut found, mut around, mut at) = (false, 0, 0);
        while at < typed.len() {
            if meant[at..].starts_with(&word) {
                found = true;
                at += word.len();
            } else if typed[at].is_alphabetic() {
                return false;
            } else {
                around += 1;
                at += 1;
            }
        }
        found && around <= MOST_AROUND
    })
}

/// The letter that a digit or sign stands for.
const fn letter_meant(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        other => other,
    }
}

/// One short piece over and over: `aaaaaaaaaaaaaaaa`, `abcabcabcabcabc`.
fn is_one_repetition(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    (1..=4).any(|period| {
        characters.len() > period
            && characters
                .iter()
                .zip(characters.iter().skip(period))
                .all(|(one, next)| one == next)
    })
}

#[cfg(test)]
mod tests;
