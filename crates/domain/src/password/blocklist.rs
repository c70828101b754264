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

/// Whether `folded` (small letters) is such a password: on a list, a run or repetition, or a common word with digits and signs around it.
pub(super) fn is_common(folded: &str) -> bool {
    let core: String = folded.trim_matches(|c: char| !c.is_alphabetic()).to_owned();
    let spelled = core
        .replace(['0'], "o")
        .replace(['1', '!'], "i")
        .replace(['3'], "e")
        .replace(['@', '4'], "a")
        .replace(['$', '5'], "s");
    let swedish = SWEDISH
        .iter()
        .any(|word| *word == core || *word == spelled || is_repeated(&core, word));
    // zxcvbn's own measure: fewer than about a hundred million guesses is what an online attacker's list holds.
    swedish || is_one_repetition(folded) || zxcvbn(folded, &[]).guesses_log10() < 8.0
}

fn is_repeated(text: &str, word: &str) -> bool {
    !word.is_empty()
        && text.len() > word.len()
        && text.len().is_multiple_of(word.len())
        && text.replace(word, "").is_empty()
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
