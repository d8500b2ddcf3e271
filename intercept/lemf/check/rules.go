package check

// A Rule is the stable name of one thing that is looked for.
type Rule string

type rule struct {
	severity Severity
	clause   string
	do       string
}

const (
	header = "TS 102 232-1 PSHeader."
	number = header + "sequenceNumber"
	iriOf  = "TS 102 232-1 IRIPayload."
	ccOf   = "TS 102 232-1 CCPayload."
	mmCC   = "TS 102 232-5 IPMMCC."
	hash   = "TS 102 232-1 IntegrityCheck"
	tri    = "TS 102 232-1 TRIPayload"
	sealed = "TS 102 232-1 EncryptionContainer."
	stamp  = header + "timeStamp, microSecondTimeStamp"
)

// rules are all that is looked for. A clause names the field of the ASN.1 module, or the clause where it is known.
var rules = map[Rule]rule{
	"frame":          {Error, "TS 102 232-1 clause 6; X.690 8.1", "send PS-PDUs one after another with nothing between; a receiver must close the connection here"},
	"cut":            {Error, "TS 102 232-1 clause 6", "send the PDU whole, or again after the link is back; if the file was copied while it grew, copy it again"},
	"decode":         {Error, "the module", "encode as the ASN.1 module says; the agency's decoder will refuse this PDU"},
	"long-lengths":   {Note, "X.690 8.1.3", "legal; shortest definite lengths trouble no decoder"},
	"segmented":      {Note, "X.690 8.7.3", "legal; strings in one piece trouble no decoder"},
	"unknown-fields": {Note, "the module's extension marker", "agree on the module's version with the agency"},
	"domain":         {Error, header + "li-psDomainId", "send 0.4.0.2.2.5.1.VERSION, with its first octet 04 and with the version"},
	"level-newer":    {Note, header + "li-psDomainId", "agree on the module's version with the agency"},
	"level-mixed":    {Warning, header + "li-psDomainId", "use one module version per agency"},

	"liid-form":       {Warning, header + "lawfulInterceptionIdentifier; TS 103 280", "printable ASCII without space, at most 25 octets, or 13 to 25 octets of any value"},
	"country-missing": {Note, header + "authorizationCountryCode, CommunicationIdentifier.deliveryCountryCode", "optional in the module; many agencies want both"},
	"country-form":    {Warning, header + "authorizationCountryCode, CommunicationIdentifier.deliveryCountryCode", "two capital letters of ISO 3166-1"},
	"element-missing": {Note, header + "networkIdentifier.networkElementIdentifier", "optional in the module; name the element so that its numbering can be told from another's"},
	"cin-missing":     {Error, header + "communicationIdentityNumber", "IRI and CC carry the CIN of their session"},

	"time-missing":      {Error, stamp, "give one of both"},
	"time-both":         {Warning, stamp, "use one of both"},
	"time-milliseconds": {Note, header + "timeStamp", "microSecondTimeStamp keeps packets of one millisecond apart"},
	"time-odd":          {Warning, stamp, "check the clock of the point of interception"},
	"qualifier-missing": {Warning, header + "timeStampQualifier", "say what the time is the time of"},
	"qualifier":         {Note, header + "timeStampQualifier", "give the time of interception where it is known"},
	"time-back":         {Warning, stamp, "number in the order of interception, and keep clocks together"},
	"time-jitter":       {Note, stamp, "the sequence number gives the order"},

	"sequence-gap":      {Error, number, "PDUs are lost, or were never numbered right: compare with what was sent"},
	"sequence-start":    {Warning, number, "count from 0 in each session and kind; if the delivery began before these files, give them all"},
	"sequence-one":      {Note, number, "counters begin at 0"},
	"sequence-twice":    {Note, number, "a resend after a lost link is right, and the receiver drops it"},
	"sequence-conflict": {Error, number, "two different PDUs have one number: a receiver drops the second, and its content is lost"},
	"sequence-order":    {Warning, number, "keep the order of a session's PDUs on the link"},
	"sequence-wrap":     {Note, number, "nothing: the counter wraps at 2^32"},

	"iri-type-missing": {Warning, iriOf + "iRIType", "say Begin, Continue, End or Report"},
	"iri-first":        {Error, iriOf + "iRIType", "open the session with IRI-Begin; what is outside a session is an IRI-Report"},
	"iri-begin-again":  {Warning, iriOf + "iRIType", "one IRI-Begin a session; a further change is an IRI-Continue"},
	"iri-after-end":    {Error, iriOf + "iRIType", "close the session with its last IRI"},
	"iri-no-end":       {Warning, iriOf + "iRIType", "close the session with IRI-End; a call that fails has an end too"},
	"iri-open":         {Note, iriOf + "iRIType", "nothing if the session goes on"},
	"iri-sip-type":     {Warning, iriOf + "iRIType", "IRI-Begin for the INVITE of a call, IRI-Report for what stands outside one"},
	"iri-access-type":  {Warning, iriOf + "iRIType; TS 102 232-3 accessEventType", "attempt, reject, failure: Report; accept or start: Begin; interim: Continue; end: End"},
	"sip-unreadable":   {Warning, "TS 102 232-5 IPMMIRI", "hand over whole SIP messages"},
	"access-address":   {Note, "TS 102 232-3 targetIPAddress", "send the address when it is known"},

	"cc-no-iri":            {Error, "TS 102 232-1 CIN", "hand over the session's IRI, with the same CIN"},
	"cc-before-begin":      {Note, "TS 102 232-1 CIN", "CC may come a moment before its IRI-Begin, no longer"},
	"cc-after-end":         {Warning, "TS 102 232-1 CIN", "media may trail its BYE by moments; CC long after IRI-End belongs to no session"},
	"cc-missing":           {Warning, "TS 102 232-1 CIN", "the call was answered and set up media; find out why none came"},
	"cc-direction-missing": {Warning, ccOf + "payloadDirection", "say who sent it"},
	"cc-direction":         {Error, ccOf + "payloadDirection", "direction is as seen by the target: 0 what it sends, 1 what it is sent"},
	"cc-direction-caller":  {Note, ccOf + "payloadDirection", "right if the target is that party; give --targets to have it judged"},
	"cc-not-target":        {Warning, "TS 102 232-3 iPPackets", "hand over the target's packets only, or name all its addresses in IRI"},
	"cc-unparsed":          {Error, "TS 102 232-3 iPPackets; TS 102 232-5 mMCCContents", "begin with the IP header, as the field and frame type say"},
	"cc-length":            {Error, "TS 102 232-3 iPPackets; TS 102 232-5 mMCCContents", "hand over whole packets; a cut one is an iPTruncatedPacket"},
	"cc-trailing":          {Warning, "TS 102 232-3 iPPackets; TS 102 232-5 mMCCContents", "leave out what fills an Ethernet frame behind its packet"},
	"cc-frame-missing":     {Warning, mmCC + "frameType", "mandatory in new implementations"},
	"cc-stream-missing":    {Note, mmCC + "streamIdentifier", "with it the stream is tied to its SDP; without, by addresses alone"},
	"cc-stream-untied":     {Error, mmCC + "streamIdentifier", "a frame without IP and UDP header needs the stream identifier to be tied to its SDP"},
	"cc-stream-unknown":    {Warning, mmCC + "mMCCContents", "hand over the SDP that set the stream up"},
	"cc-protocol":          {Warning, mmCC + "mMCCprotocol", "2 (uDPTL) for T.38, 1 (mSRP) for messages"},

	"hash-wrong":          {Error, hash, "the digest is over each PDU whole as sent, in the listed order; or a PDU was changed on its way"},
	"hash-absent":         {Error, hash + ".includedSequenceNumbers", "a PDU that the sender hashed did not come: ask for it"},
	"hash-early":          {Note, hash, "send the hash behind what it covers"},
	"hash-uncovered":      {Note, hash, "close each session with a hash over its last PDUs"},
	"hash-none":           {Note, hash, "agree on integrity checks with the agency"},
	"hash-algorithm":      {Warning, hash + ".hashAlgorithm", "SHA-256 or longer"},
	"hash-data-type":      {Error, hash + ".dataType", "mandatory since version 5"},
	"signature-wrong":     {Error, hash + ".checkValue", "sign the integrity check's own BER with an empty checkValue; or the key is another"},
	"signature-unchecked": {Note, hash + ".checkValue", "give the sender's public key with --key"},
	"signature-absent":    {Error, hash + ".includedSequenceNumbers", "a hash PDU that the sender signed did not come: ask for it"},
	"signature-algorithm": {Warning, hash + ".signatureAlgorithm", "ECDSA or EdDSA"},
	"signature-none":      {Note, hash, "sign the hashes, or anybody can make them"},

	"tri-sender":  {Error, tri, "only the agency's side sends this; a delivery function never does"},
	"tri-gap":     {Note, tri, "number keep-alives by one on each link"},
	"tri-liid":    {Note, header + "lawfulInterceptionIdentifier", "the transport's own PDUs name no task here: agree with the agency on what stands there (some want \"-\")"},
	"tri-padding": {Note, tri + ".paddingPDU", "nothing: it is discarded"},
	"tri-message": {Warning, tri + ".operatorLeaMessage", "read the operator's message"},
	"tri-reset":   {Note, tri + ".cINReset", "sessions that were open are void; their numbers may begin again"},
	"silence":     {Note, "TS 102 232-1 TIME1", "send a keep-alive after 120 to 360 seconds of silence"},
	"hi1-liid":    {Error, "HI1-Operation.lawfulInterceptionIdentifier", "the notice names the LIID of its header"},

	"sealed-key":    {Error, sealed + "encryptedPayload", "is it the key that was agreed? the IV is the sequence number, four times"},
	"sealed":        {Note, sealed + "encryptionType", "give the key to have the content judged"},
	"sealed-type":   {Warning, sealed + "encryptionType", "AES-256-CBC"},
	"sealed-none":   {Warning, sealed + "encryptionType", "a container with type none hides nothing"},
	"sealed-length": {Error, sealed + "encryptedPayload", "fill the plain text to the cipher's block"},
	"sealed-part":   {Note, sealed + "encryptedPayloadType", "say which part of TS 102 232 is inside"},
}
