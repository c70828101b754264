//! What can be broken in an answer, one thing at a time: everything else in it stays right, and what is signed is signed as it stands.

macro_rules! breakings {
    ($($(#[$about:meta])* $list:ident { $($(#[$doc:meta])* $name:ident,)+ })+) => {
        /// One thing that is not as it should be in an answer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Breaking {
            $($($(#[$doc])* $name,)+)+
        }

        impl Breaking {
            $($(#[$about])* pub const $list: &'static [Self] = &[$(Self::$name,)+];)+
        }
    };
}

breakings! {
    /// In either ceremony.
    BOTH {
        /// `type` names the other ceremony.
        TypeOfTheOtherCeremony,
        /// `type` is `payment.get`.
        TypeOfAPayment,
        /// `type` in capitals.
        TypeInCapitals,
        /// `type` with something behind it.
        TypeWithATail,
        /// No `type`.
        TypeMissing,
        /// Another challenge of the same length.
        ChallengeAnother,
        /// The challenge without its last byte.
        ChallengeShortened,
        /// The challenge with a byte more.
        ChallengeLengthened,
        /// An empty challenge.
        ChallengeEmpty,
        /// The right challenge, padded.
        ChallengePadded,
        /// No challenge.
        ChallengeMissing,
        /// http instead of https, and https instead of http.
        OriginOverAnotherScheme,
        /// Another host.
        OriginOfAnotherHost,
        /// A host below ours.
        OriginOfASubdomain,
        /// The host above ours.
        OriginOfTheParent,
        /// Our host as the beginning of another.
        OriginThatBeginsLikeOurs,
        /// Our host as the end of another, without a dot between.
        OriginThatEndsLikeOurs,
        /// Another port.
        OriginOnAnotherPort,
        /// The port as no browser writes it: the default port spelt out, another with a zero in front.
        OriginWithItsPortSpeltOut,
        /// A slash behind.
        OriginWithASlash,
        /// A path behind.
        OriginWithAPath,
        /// A query behind.
        OriginWithAQuery,
        /// A fragment behind.
        OriginWithAFragment,
        /// A user's name in front of the host.
        OriginWithAName,
        /// The host in capitals.
        OriginInCapitals,
        /// A dot behind the host.
        OriginWithADot,
        /// Blanks around.
        OriginWithBlanks,
        /// The text `null`, which opaque origins have.
        OriginNull,
        /// An empty origin.
        OriginEmpty,
        /// An Android application's.
        OriginOfAnApplication,
        /// A list that holds the right one.
        OriginInAList,
        /// No origin.
        OriginMissing,
        /// `crossOrigin` is true: the page stood in another's frame.
        CrossOrigin,
        /// `crossOrigin` is true and says whose frame it was.
        CrossOriginWithItsTop,
        /// `crossOrigin` is false and yet there is a `topOrigin`.
        TopOrigin,
        /// `crossOrigin` is the text `true`.
        CrossOriginAsText,
        /// The client data are no JSON.
        ClientDataNotJson,
        /// They are nothing.
        ClientDataEmpty,
        /// They hold a byte that UTF-8 does not have.
        ClientDataNotUtf8,
        /// A byte order mark stands in front.
        ClientDataWithAMark,
        /// They stand in a list.
        ClientDataInAList,
        /// A second object stands behind.
        ClientDataWithATail,
        /// The challenge stands in them twice, a wrong one first.
        ClientDataWithTwoChallenges,
        /// The origin stands in them twice, a wrong one last.
        ClientDataWithTwoOrigins,
        /// A hundred thousand lists within each other.
        ClientDataDeep,
        /// A megabyte of text beside the rest.
        ClientDataHuge,
        /// The hash of another host.
        RpOfAnotherHost,
        /// The hash of the whole origin instead of the host.
        RpOfTheOrigin,
        /// A hash of zeros.
        RpOfZeros,
        /// Nobody was there.
        UserAbsent,
        /// Backed up, and not eligible for it.
        BackedUpWithoutEligibility,
        /// The flag of extensions without extensions.
        ExtensionsMissing,
        /// Extensions that are no map.
        ExtensionsNotAMap,
        /// The authenticator's data without their last byte.
        AuthenticatorDataCut,
        /// A byte behind the authenticator's data.
        AuthenticatorDataWithATail,
        /// No authenticator's data at all.
        AuthenticatorDataEmpty,
        /// `id` is another than `rawId`.
        IdIsNotRawId,
        /// No `id`.
        IdMissing,
        /// `id` is a number.
        IdANumber,
        /// `id` is no base64url.
        IdGarbage,
        /// `id` is a megabyte long, and `rawId` is right.
        IdHuge,
        /// No `rawId`.
        RawIdMissing,
        /// `rawId` is padded or holds a line's end.
        RawIdPadded,
        /// `rawId` is no base64url.
        RawIdGarbage,
        /// `rawId` is a megabyte long, and `id` the same.
        RawIdHuge,
        /// No `response`.
        ResponseMissing,
        /// `response` is a text.
        ResponseText,
        /// No client data.
        ClientDataMissing,
        /// The client data are padded or hold a line's end.
        ClientDataPadded,
        /// The client data are no base64url.
        ClientDataGarbage,
        /// `type` is another than `public-key`.
        TypeNotPublicKey,
        /// No `type` beside the response.
        TypeNotSaid,
        /// The answer stands in a list.
        AnswerInAList,
        /// The answer is `null`.
        AnswerNull,
        /// The answer is empty.
        AnswerEmpty,
        /// The answer that the other ceremony would have had.
        AnswerOfTheOtherCeremony,
    }

    /// In creating a passkey.
    CREATING {
        /// The flag of the new passkey is missing, and so is the passkey.
        PasskeyMissing,
        /// The flag of the new passkey is missing, the passkey is there.
        PasskeyFlagMissing,
        /// The passkey's id is empty.
        CreatedIdEmpty,
        /// The passkey's id has 1024 bytes.
        CreatedIdTooLong,
        /// The passkey's id is longer than the data say.
        CreatedIdLengthLies,
        /// The id inside is another than the one outside.
        CreatedIdAnother,
        /// A right key of an algorithm that was not asked for.
        AlgorithmNotAsked,
        /// The key of a curve that says it is for another curve's algorithm.
        AlgorithmOfAnotherKey,
        /// The key says it is for RSA.
        AlgorithmOfRsa,
        /// An algorithm that nobody knows.
        AlgorithmUnknown,
        /// A key without an algorithm.
        AlgorithmMissing,
        /// A key on P-384 that says ES256.
        KeyOfAnotherCurve,
        /// A point that is not on the curve.
        KeyOffTheCurve,
        /// The point of zeros.
        KeyOfZeros,
        /// Only one half of the point.
        KeyWithoutItsHalf,
        /// A key that is no map.
        KeyNotAMap,
        /// No attestation object.
        ObjectMissing,
        /// An attestation object that is no CBOR.
        ObjectNotCbor,
        /// An attestation object of nothing.
        ObjectEmpty,
        /// The attestation object is padded or holds a line's end.
        ObjectPadded,
        /// The attestation object is no base64url.
        ObjectGarbage,
        /// A byte behind the attestation object.
        ObjectWithATail,
        /// A hundred thousand lists within each other.
        ObjectDeep,
        /// A megabyte of zeros in the attestation object.
        ObjectHuge,
        /// An attestation object without the authenticator's data.
        ObjectWithoutData,
        /// The authenticator's data stand in it as a text.
        ObjectWithDataAsText,
        /// A format nobody knows.
        FormatUnknown,
        /// No format.
        FormatMissing,
        /// The format of another statement.
        FormatOfAnotherStatement,
        /// The statement of `none` is not empty.
        StatementNotEmpty,
        /// No statement.
        StatementMissing,
        /// The statement is a list.
        StatementInAList,
        /// Signed by itself with another key.
        SelfSignedByAnotherKey,
        /// Signed by itself, with another algorithm's number.
        SelfSignedWithAnotherAlgorithm,
        /// Signed by itself over other client data.
        SelfSignedOverOtherClientData,
    }

    /// In creating a passkey where the authenticator holds one that the relying party knows: that one is not in `excludeCredentials`, as
    /// it is another user's.
    DOUBLING {
        /// The id of the first passkey it holds, with another key.
        CreatedIdOfAnother,
    }

    /// In creating a passkey where the maker's attestation is demanded: the authenticator is [`attested_by`](super::SoftAuthenticator::attested_by)
    /// one, and the options ask for it.
    ATTESTING {
        /// No attestation, as browsers leave it out for whoever does not ask.
        AttestationLeftOut,
        /// The passkey's own signature instead of the maker's.
        AttestationByItself,
        /// The certificate of a maker whom nobody trusts.
        CertificateOfAnotherMaker,
        /// A certificate that names another model.
        CertificateOfAnotherModel,
        /// The passkey's data name another model than the certificate.
        ModelOfAnotherCertificate,
        /// A certificate whose time is over.
        CertificateExpired,
        /// A certificate whose time has not come.
        CertificateNotYetValid,
        /// A certificate that may sign certificates.
        CertificateOfAnAuthority,
        /// A certificate of another unit than *Authenticator Attestation*.
        CertificateOfAnotherUnit,
        /// The root itself, with a signature of the passkey's.
        CertificateOfTheRoot,
        /// No certificate in the list.
        CertificateMissing,
        /// Bytes that are no certificate.
        CertificateNotDer,
        /// The statement's signature has a bit flipped.
        AttestationBitFlipped,
        /// The passkey's key signed in the certificate's place.
        AttestationByThePasskey,
        /// The statement's signature is over other client data.
        AttestationOverOtherClientData,
        /// The statement has no signature.
        AttestationWithoutSignature,
        /// The statement's algorithm is another than its certificate's.
        AttestationOfAnotherAlgorithm,
    }

    /// In using a passkey.
    GETTING {
        /// Eligible for backup where it was not when it was created, or the other way round.
        EligibilityChanged,
        /// The flag of a new passkey, and none there.
        PasskeyFlagAlone,
        /// A new passkey in the data of one that is used.
        PasskeyUnasked,
        /// The hash of the origin, which is said to be an older interface's id.
        RpOfAnAppId,
        /// An id nobody knows.
        IdUnknown,
        /// The id of another passkey this authenticator holds; where it holds none, an id nobody knows.
        IdOfAnother,
        /// An empty id.
        IdEmpty,
        /// An id of 1024 bytes.
        IdTooLong,
        /// The user handle of somebody else.
        UserHandleOfAnother,
        /// The user handle with a byte behind.
        UserHandleWithATail,
        /// An empty user handle.
        UserHandleEmpty,
        /// A user handle that is no base64url.
        UserHandleGarbage,
        /// A user handle that is padded or holds a line's end.
        UserHandlePadded,
        /// A user handle of a megabyte.
        UserHandleHuge,
        /// A bit of the signature flipped.
        SignatureBitFlipped,
        /// A signature of another key.
        SignatureByAnotherKey,
        /// An empty signature.
        SignatureEmpty,
        /// No signature.
        SignatureMissing,
        /// A signature that is no base64url.
        SignatureGarbage,
        /// A signature that is padded or holds a line's end.
        SignaturePadded,
        /// A signature over other client data.
        SignatureOverOtherClientData,
        /// A signature over the authenticator's data with other flags.
        SignatureOverOtherFlags,
        /// A signature over the authenticator's data alone.
        SignatureOverHalf,
        /// A signature over the client data themselves instead of their hash.
        SignatureOverUnhashed,
        /// A signature of two zeros, which careless verifiers take for every key.
        SignatureOfZeros,
        /// A signature with a byte behind it.
        SignatureWithATail,
        /// A signature of two bare numbers instead of ASN.1.
        SignatureBare,
        /// No authenticator's data.
        DataMissing,
        /// The authenticator's data are padded or hold a line's end.
        DataPadded,
        /// The authenticator's data are no base64url.
        DataGarbage,
    }

    /// In using a passkey where nobody said before who it is.
    NAMELESS {
        /// No user handle.
        UserHandleMissing,
        /// The user handle is `null`.
        UserHandleNull,
    }

    /// In either ceremony where the user is to be verified.
    VERIFYING {
        /// The user was not verified.
        NotVerified,
    }

    /// In using a passkey of an authenticator that [counts](super::SoftAuthenticator::counting).
    COUNTING {
        /// The counter of the last time.
        CounterEqual,
        /// A counter below the last.
        CounterLower,
        /// A counter of zero.
        CounterZero,
    }

    /// Differences in either ceremony that change nothing: the answer is to be accepted.
    HARMLESS {
        /// The client data hold more than is known today.
        ClientDataWithMore,
        /// The client data in another order, with blanks.
        ClientDataReordered,
        /// No `crossOrigin`, as older browsers have it.
        CrossOriginNotSaid,
        /// The status of the long gone token binding.
        TokenBinding,
        /// No `authenticatorAttachment`.
        AttachmentMissing,
        /// An `authenticatorAttachment` nobody knows.
        AttachmentUnknown,
        /// No `clientExtensionResults`.
        ExtensionResultsMissing,
        /// `clientExtensionResults` of extensions nobody knows.
        ExtensionResultsUnknown,
        /// More members beside those of today.
        AnswerWithMore,
        /// The flags that are kept for later are set.
        ReservedFlags,
        /// An extension of the authenticator's that nobody asked for.
        ExtensionUnasked,
    }

    /// Differences in creating a passkey that change nothing.
    HARMLESS_CREATING {
        /// No `transports`.
        TransportsMissing,
        /// `transports` nobody knows.
        TransportsUnknown,
        /// An empty list of `transports`.
        TransportsEmpty,
        /// Without the copies that browsers make for convenience.
        CopiesMissing,
        /// The copies that browsers make for convenience name another key and other data: only the attestation object counts.
        CopiesLie,
    }
}

impl Breaking {
    /// All that can be broken in every creation.
    pub fn in_create() -> impl Iterator<Item = Self> {
        Self::BOTH.iter().chain(Self::CREATING).copied()
    }

    /// All that can be broken in every use.
    pub fn in_get() -> impl Iterator<Item = Self> {
        Self::BOTH.iter().chain(Self::GETTING).copied()
    }

    /// Whether it changes nothing that counts.
    pub fn is_harmless(self) -> bool {
        Self::HARMLESS.contains(&self) || Self::HARMLESS_CREATING.contains(&self)
    }
}
