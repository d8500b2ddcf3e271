package seal

// Shamir's sharing over GF(2^8) with the polynomial of AES (x^8+x^4+x^3+x+1). A secret octet is the value
// at 0 of a polynomial of degree k-1 whose other coefficients are random; a share is its value at x ≠ 0.
// Arithmetic is without tables and without branches on secrets, so that timing tells nothing.

// split gives the shares at x = 1…n, each as long as the secret. random has (k-1)·len(secret) octets.
func split(secret []byte, n, k int, random []byte) [][]byte {
	shares := make([][]byte, n)
	for i := range shares {
		shares[i] = make([]byte, len(secret))
		for j, s := range secret {
			shares[i][j] = at(byte(i+1), s, random[j*(k-1):(j+1)*(k-1)])
		}
	}
	return shares
}

// at evaluates constant + coeffs[0]·x + coeffs[1]·x² + … by Horner's rule.
func at(x, constant byte, coeffs []byte) byte {
	var y byte
	for i := len(coeffs) - 1; i >= 0; i-- {
		y = mul(y^coeffs[i], x)
	}
	return y ^ constant
}

// join interpolates at 0 from shares at the xs, which must be different and not 0.
func join(xs []byte, shares [][]byte) []byte {
	secret := make([]byte, len(shares[0]))
	for i, x := range xs {
		weight := byte(1) // Lagrange: the product of other/(other-x); minus is xor here
		for j, other := range xs {
			if j != i {
				weight = mul(weight, mul(other, inverse(other^x)))
			}
		}
		for j, y := range shares[i] {
			secret[j] ^= mul(weight, y)
		}
	}
	return secret
}

// mul multiplies in GF(2^8): shift and add, reduced as it goes.
func mul(a, b byte) byte {
	var p byte
	for range 8 {
		p ^= a & -(b & 1)
		carry := -(a >> 7)
		a = a<<1 ^ 0x1b&carry
		b >>= 1
	}
	return p
}

// inverse is a^254: the group has 255 elements. Of 0 it gives 0.
func inverse(a byte) byte {
	r := byte(1)
	for range 254 {
		r = mul(r, a)
	}
	return r
}
