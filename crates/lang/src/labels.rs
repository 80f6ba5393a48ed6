//! The label sets of the weights, as enums.
//!
//! Order is that of the weights where it matters to nothing but speed; text in and out is spaCy's.

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident => $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name {
            $(
                // Not in back ticks: one of the labels is two of them.
                #[doc = concat!("<code>", $text, "</code>")]
                $variant,
            )*
        }

        impl $name {
            /// All labels of the set.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The label as spaCy writes it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The label that spaCy writes so; `None` for any other text.
            #[must_use]
            pub fn from_label(label: &str) -> Option<Self> {
                match label { $($text => Some($name::$variant),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

labels! {
    /// Part-of-speech tags of the Penn Treebank as OntoNotes uses them.
    Tag {
        Dollar => "$",
        CloseQuote => "''",
        Comma => ",",
        OpenBracket => "-LRB-",
        CloseBracket => "-RRB-",
        Stop => ".",
        Colon => ":",
        Add => "ADD",
        Afx => "AFX",
        Cc => "CC",
        Cd => "CD",
        Dt => "DT",
        Ex => "EX",
        Fw => "FW",
        Hyph => "HYPH",
        In => "IN",
        Jj => "JJ",
        Jjr => "JJR",
        Jjs => "JJS",
        Ls => "LS",
        Md => "MD",
        Nfp => "NFP",
        Nn => "NN",
        Nnp => "NNP",
        Nnps => "NNPS",
        Nns => "NNS",
        Pdt => "PDT",
        Pos => "POS",
        Prp => "PRP",
        PRPS => "PRP$",
        Rb => "RB",
        Rbr => "RBR",
        Rbs => "RBS",
        Rp => "RP",
        Sym => "SYM",
        To => "TO",
        Uh => "UH",
        Vb => "VB",
        Vbd => "VBD",
        Vbg => "VBG",
        Vbn => "VBN",
        Vbp => "VBP",
        Vbz => "VBZ",
        Wdt => "WDT",
        Wp => "WP",
        WPS => "WP$",
        Wrb => "WRB",
        Xx => "XX",
        SP => "_SP",
        OpenQuote => "``",
    }
}

labels! {
    /// Grammatical relations of a token to its head (ClearNLP style).
    Dep {
        Root => "ROOT",
        Acl => "acl",
        Acomp => "acomp",
        Advcl => "advcl",
        Advmod => "advmod",
        Agent => "agent",
        Amod => "amod",
        Appos => "appos",
        Attr => "attr",
        Aux => "aux",
        Auxpass => "auxpass",
        Case => "case",
        Cc => "cc",
        Ccomp => "ccomp",
        Compound => "compound",
        Conj => "conj",
        Csubj => "csubj",
        Csubjpass => "csubjpass",
        Dative => "dative",
        Dep => "dep",
        Det => "det",
        Dobj => "dobj",
        Expl => "expl",
        Intj => "intj",
        Mark => "mark",
        Meta => "meta",
        Neg => "neg",
        Nmod => "nmod",
        Npadvmod => "npadvmod",
        Nsubj => "nsubj",
        Nsubjpass => "nsubjpass",
        Nummod => "nummod",
        Oprd => "oprd",
        Parataxis => "parataxis",
        Pcomp => "pcomp",
        Pobj => "pobj",
        Poss => "poss",
        Preconj => "preconj",
        Predet => "predet",
        Prep => "prep",
        Prt => "prt",
        Punct => "punct",
        Quantmod => "quantmod",
        Relcl => "relcl",
        Xcomp => "xcomp",
    }
}

labels! {
    /// Universal part-of-speech tags.
    Pos {
        Adj => "ADJ",
        Adp => "ADP",
        Adv => "ADV",
        Aux => "AUX",
        Cconj => "CCONJ",
        Conj => "CONJ",
        Det => "DET",
        Intj => "INTJ",
        Noun => "NOUN",
        Num => "NUM",
        Part => "PART",
        Pron => "PRON",
        Propn => "PROPN",
        Punct => "PUNCT",
        Sconj => "SCONJ",
        Sym => "SYM",
        Verb => "VERB",
        X => "X",
        Space => "SPACE",
    }
}

labels! {
    /// Kinds of named entities (OntoNotes).
    EntityLabel {
        Cardinal => "CARDINAL",
        Date => "DATE",
        Event => "EVENT",
        Fac => "FAC",
        Gpe => "GPE",
        Language => "LANGUAGE",
        Law => "LAW",
        Loc => "LOC",
        Money => "MONEY",
        Norp => "NORP",
        Ordinal => "ORDINAL",
        Org => "ORG",
        Percent => "PERCENT",
        Person => "PERSON",
        Product => "PRODUCT",
        Quantity => "QUANTITY",
        Time => "TIME",
        WorkOfArt => "WORK_OF_ART",
    }
}
