package main

import (
	"reflect"
	"testing"

	"muster/internal/config"
)

func TestTheVerbsLackNothing(t *testing.T) {
	s, err := newStation(&config.Config{Data: t.TempDir(), Language: "en-GB"})
	if err != nil {
		t.Fatal(err)
	}
	env := reflect.ValueOf(s.env())
	for i := range env.NumField() {
		name := env.Type().Field(i).Name
		if name != "Args" && env.Field(i).IsZero() {
			t.Errorf("%s is not joined", name)
		}
	}
}
