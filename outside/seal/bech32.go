package seal

// bech32 encodes data as BIP 173 does: age writes its keys so, and takes a derived one in no other form.
// The human-readable part must be lower case.
func bech32(hrp string, data []byte) string {
	const charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	fives := regroup(data)
	var check []byte
	for _, c := range []byte(hrp) {
		check = append(check, c>>5)
	}
	check = append(check, 0)
	for _, c := range []byte(hrp) {
		check = append(check, c&31)
	}
	check = append(append(check, fives...), 0, 0, 0, 0, 0, 0)
	sum := bech32Sum(check) ^ 1
	for i := range 6 {
		fives = append(fives, byte(sum>>(5*(5-i)))&31)
	}
	out := []byte(hrp + "1")
	for _, v := range fives {
		out = append(out, charset[v])
	}
	return string(out)
}

// regroup cuts octets into groups of five bits; the last is filled with zeros.
func regroup(data []byte) []byte {
	var out []byte
	acc, bits := uint32(0), 0
	for _, b := range data {
		acc, bits = acc<<8|uint32(b), bits+8
		for bits >= 5 {
			bits -= 5
			out = append(out, byte(acc>>bits)&31)
		}
	}
	if bits > 0 {
		out = append(out, byte(acc<<(5-bits))&31)
	}
	return out
}

// bech32Sum is the check of BIP 173 over groups of five bits.
func bech32Sum(values []byte) uint32 {
	generator := [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3}
	sum := uint32(1)
	for _, v := range values {
		top := sum >> 25
		sum = sum&0x1ffffff<<5 ^ uint32(v)
		for i, g := range generator {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum
}
