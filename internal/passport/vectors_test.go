package passport

import "testing"

func TestPublishedVectors(t *testing.T) {
	got, err := RunVectors("testdata/vectors")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range got.Failures {
		t.Error(f)
	}
	t.Log(got)
}
