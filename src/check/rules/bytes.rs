//! Rules about bytes: encoding, well-formedness, size.
//!
//! Must not know: how a rule is applied.

super::rules! {
    FORMAT_UNKNOWN Error "format-unknown":
        "a reader that does not know the format shows nothing";
        "serve RSS 2.0, Atom 1.0, JSON Feed 1.1 or OPML 2.0".
    DOCUMENT_TOO_LARGE Error "document-too-large":
        "validators and aggregators stop reading there, so the end is lost";
        "put fewer entries into the document, or excerpts instead of whole texts".
    DOCUMENT_LARGE Warning "document-large":
        "every poll that finds something new carries all of it, and some aggregators stop at 1 MB";
        "put fewer entries into the document, or excerpts instead of whole texts".
    ENCODING_UTF8 Error "encoding-utf8":
        "readers stop at bytes that are no UTF-8, or show wrong characters";
        "write the document in UTF-8 throughout".
    ENCODING_OTHER Warning "encoding-other":
        "lawful in XML, and yet every program must know the encoding, and JSON and HTTP caches do not";
        "write the document in UTF-8".
    ENCODING_DECLARED Error "encoding-declared":
        "strict readers believe the declaration and misread the text";
        "write encoding=\"UTF-8\" in the XML declaration".
    BYTE_ORDER_MARK Warning "byte-order-mark":
        "nothing is gained by it, and simple programs stumble over it";
        "start the document with its first character".
    XML_LEADING_BLANK Error "xml-leading-blank":
        "an XML declaration counts only at the very start; seven of 27 readers show nothing";
        "remove everything before <?xml".
    XML_DOCTYPE Error "xml-doctype":
        "a document type can define entities that blow up or fetch files, so careful readers refuse it";
        "remove the DOCTYPE and write characters themselves instead of its entities".
    XML_FORBIDDEN_CHARACTER Error "xml-forbidden-character":
        "XML 1.0 (section 2.2) has no place for it, and ten of 27 readers show nothing at all";
        "remove the character where the text comes in".
    XML_UNDEFINED_ENTITY Error "xml-undefined-entity":
        "XML knows five names only; strict readers show nothing at all";
        "write the character itself, or a numeric reference".
    XML_UNDECLARED_PREFIX Error "xml-undeclared-prefix":
        "strict readers show nothing at all";
        "declare the prefix with xmlns: at the root".
    XML_AFTER_ROOT Error "xml-after-root":
        "the document has ended there; twelve of 27 readers show nothing";
        "end the document with the end tag of its root".
    XML_WELL_FORMED Error "xml-well-formed":
        "strict readers show nothing at all";
        "escape & and < in text, close every element, quote every attribute once".
    XML_COMMENT_AFTER_ROOT Warning "xml-comment-after-root":
        "lawful, and yet nobody reads it but everybody loads it; caches that add one often add more";
        "end the document with the end tag of its root".
    XML_BASE Warning "xml-base":
        "half of the readers ignore xml:base and follow dead links";
        "write every address in full and leave xml:base out".
    NAMESPACE_MISSPELT Error "namespace-misspelt":
        "a namespace differs with every character, so readers do not see what it marks";
        "copy the address of the namespace exactly".
    JSON_WELL_FORMED Error "json-well-formed":
        "a JSON parser gives nothing of a document that breaks off";
        "write the document with a JSON library".
    JSON_DUPLICATE_KEY Error "json-duplicate-key":
        "readers differ in which of the two they take";
        "write the member once".
    CHARACTER_DAMAGED Warning "character-damaged":
        "people see a blot: the text was decoded wrongly before it came here";
        "read the source in the encoding it is written in".
}
