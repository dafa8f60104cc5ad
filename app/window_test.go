package main

import (
	"errors"
	"testing"

	"muster/internal/config"
)

func TestAnUnusableDisplayEndsWithASentence(t *testing.T) {
	s, err := newStation(&config.Config{Data: t.TempDir(), Language: "en-GB"})
	if err != nil {
		t.Fatal(err)
	}
	if code := s.unopened(errors.New("no display"), false); code != 1 {
		t.Errorf("the program ends with %d where no window came, not with 1", code)
	}
	defer func() {
		if recover() == nil {
			t.Error("a fault after the window came is hidden")
		}
	}()
	s.unopened(errors.New("a fault"), true)
}
