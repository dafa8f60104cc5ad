package passport

import "muster/internal/trust"

// maxInflated is where inflating stops, so that a bomb costs no more than an honest passport.
const maxInflated = trust.MaxMessage

func deflate(b []byte) []byte { return trust.Deflate(b) }

func inflate(b []byte) ([]byte, error) { return trust.Inflate(b, maxInflated) }
