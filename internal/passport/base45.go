package passport

import "muster/internal/trust"

func encodeBase45(b []byte) string { return trust.EncodeBase45(b) }

func decodeBase45(s string) ([]byte, error) { return trust.DecodeBase45(s) }
