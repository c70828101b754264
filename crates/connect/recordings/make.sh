#!/bin/sh
# Synthesises the recordings that a call is put together from, with Debian's espeak-ng and sox:
#     apt-get install espeak-ng sox && crates/connect/recordings/make.sh
# Run it again after changing a word here, listen, and commit what it made. The result is the same for the same versions of the two.
set -eu
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# say LANGUAGE VOICE SPEED NAME WORDS: one recording, 8 kHz, one channel, mu-law, silence cut off at both ends, as loud as all others.
say() {
    espeak-ng -v "$2" -s "$3" -p 40 -w "$scratch/said.wav" -- "$5"
    mkdir -p "$1"
    sox -R -D "$scratch/said.wav" -r 8000 -c 1 -e mu-law -b 8 "$1/$4.wav" \
        gain -6 highpass 120 silence 1 0.01 0.3% reverse silence 1 0.01 0.3% reverse fade t 0.005 gain -n -3
}

words=125
digits=110

say sv sv $words greeting 'Hej! Det här är ett automatiskt samtal om din inloggning.'
say sv sv $words warning 'Om du inte har bett om det här samtalet, lägg på.'
say sv sv $words code 'Din kod är'
say sv sv $words again 'Jag upprepar'
say sv sv $words goodbye 'Hej då.'
nth=0
for digit in noll ett två tre fyra fem sex sju åtta nio; do
    say sv sv $digits "$nth" "$digit."
    nth=$((nth + 1))
done

say en en-gb $words greeting 'Hello. This is an automatic call about your sign-in.'
say en en-gb $words warning 'If you did not ask for this call, hang up.'
say en en-gb $words code 'Your code is'
say en en-gb $words again 'Once more'
say en en-gb $words goodbye 'Goodbye.'
nth=0
for digit in zero one two three four five six seven eight nine; do
    say en en-gb $digits "$nth" "$digit."
    nth=$((nth + 1))
done
