package audio

import (
	"encoding/binary"
	"fmt"
	"io"
)

// headSize is the length of a WAV header: RIFF, the format, the data's length.
const headSize = 44

// Write writes two tracks as one WAV file of two channels, 16 bits: left, then right. The shorter one is filled with silence.
// rate is in samples a second. The error is the writer's, or says that a file can't hold so much (4 GiB).
func Write(w io.Writer, rate int, left, right []int16) error {
	frames := max(len(left), len(right))
	size := int64(frames) * 4
	if size > 1<<32-1-headSize {
		return fmt.Errorf("audio: %d frames are more than a WAV file holds; cut the call in parts", frames)
	}
	if _, err := w.Write(head(rate, uint32(size))); err != nil {
		return fmt.Errorf("write a WAV header: %w", err)
	}
	buf := make([]byte, 0, 1<<16)
	for i := range frames {
		buf = binary.LittleEndian.AppendUint16(buf, uint16(at(left, i)))
		buf = binary.LittleEndian.AppendUint16(buf, uint16(at(right, i)))
		if len(buf) == cap(buf) || i == frames-1 {
			if _, err := w.Write(buf); err != nil {
				return fmt.Errorf("write WAV samples: %w", err)
			}
			buf = buf[:0]
		}
	}
	return nil
}

// at gives a sample, or silence behind the end.
func at(track []int16, i int) int16 {
	if i < len(track) {
		return track[i]
	}
	return 0
}

func head(rate int, size uint32) []byte {
	const channels, bits = 2, 16
	b := append(make([]byte, 0, headSize), "RIFF"...)
	b = binary.LittleEndian.AppendUint32(b, headSize-8+size)
	b = append(b, "WAVEfmt "...)
	b = binary.LittleEndian.AppendUint32(b, 16)
	b = binary.LittleEndian.AppendUint16(b, 1) // plain samples
	b = binary.LittleEndian.AppendUint16(b, channels)
	b = binary.LittleEndian.AppendUint32(b, uint32(rate))
	b = binary.LittleEndian.AppendUint32(b, uint32(rate)*channels*bits/8)
	b = binary.LittleEndian.AppendUint16(b, channels*bits/8)
	b = binary.LittleEndian.AppendUint16(b, bits)
	b = append(b, "data"...)
	return binary.LittleEndian.AppendUint32(b, size)
}
