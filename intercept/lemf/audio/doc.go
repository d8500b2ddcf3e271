// Package audio turns the RTP of a call into sound: G.711 (A-law and µ-law) and G.722 decoded, packets placed by their RTP
// time, two channels written as a WAV file.
//
// The decoders are written from ITU-T G.711 and G.722. What they can't decode is never guessed at: [Playable] says which
// payloads sound here. Silence stands where no packet came, and each gap is listed.
//
// Start at [Place], which makes a [Track] of one stream; [Write] puts two tracks into a file.
package audio
