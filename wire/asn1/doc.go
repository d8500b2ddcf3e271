// Package asn1 holds the types of the interception and retained-data standards as data, and reads and writes their
// values by them (ITU-T X.680, X.690).
//
// Start at [Lookup], which gives a type by its module's name and its own, as in "LI-PS-PDU.PS-PDU". [Type.Decode]
// reads any legal BER into a [Value]; [Type.Append] writes a Value as DER; [AppendJSON] and [ReadJSON] carry a Value
// through JSON. Names are the module's. An element that a type doesn't know is kept where the type may be extended,
// under the name of its tag, such as "[9]", and written back.
//
// The tables in tables/ are made by wire/asn1/gen from the standards' modules. A module is a file: a line that names it,
// then types. A type is a line "KIND NAME" and, indented, its members:
//
//	seq PSHeader
//	 0 li-psDomainId oid
//	 2? authorizationCountryCode printable 2
//	 4 sequenceNumber int 0..4294967295
//	 ...
//	 6? interceptionPointID printable 1..8
//	is LawfulInterceptionIdentifier octets 1..25
//
// KIND is seq, set, choice, enum, or is for a type that is a simple one, a list (seqof, setof) or another type. A member
// is a tag, a name and a type. The tag is a number of the context class; a before it stands for the application class,
// p for the private one; "-" is no tag; "!" makes it explicit, which a tag on a choice is anyway; "?" makes the member
// optional. "..." is the extension marker. After a type its size or range may stand. The type of another module is
// MODULE.NAME; one written inside another is OUTER/member. A tag in square brackets behind a type's name is the type's
// own. Text after "#" is for people.
//
// A module is parsed when it is first named, and not before.
package asn1
