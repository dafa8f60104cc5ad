package document

import "testing"

func BenchmarkPassport(b *testing.B) {
	p, words, in := press(b), english(b), ordinary()
	must(b)(p.Passport(in, words))
	for b.Loop() {
		must(b)(p.Passport(in, words))
	}
}

func BenchmarkPassportCrowded(b *testing.B) {
	p, words, in := press(b), english(b), crowded()
	must(b)(p.Passport(in, words))
	for b.Loop() {
		must(b)(p.Passport(in, words))
	}
}

func BenchmarkPassportRareLetters(b *testing.B) {
	p, words, in := press(b), english(b), ordinary()
	in.Name = "Γιώργος Παπαδόπουλος"
	for b.Loop() {
		must(b)(p.Passport(in, words))
	}
}

func BenchmarkFirstPassport(b *testing.B) {
	words, in := english(b), ordinary()
	for b.Loop() {
		must(b)(press(b).Passport(in, words))
	}
}

func BenchmarkReport(b *testing.B) {
	p, words, in := press(b), english(b), fullReport()
	must(b)(p.Report(in, words))
	for b.Loop() {
		must(b)(p.Report(in, words))
	}
}

func BenchmarkQR(b *testing.B) {
	for b.Loop() {
		if _, err := QR(text(1000)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	pdf := must(b)(press(b).Passport(ordinary(), english(b)))
	for b.Loop() {
		if _, err := Find(pdf); err != nil {
			b.Fatal(err)
		}
	}
}
