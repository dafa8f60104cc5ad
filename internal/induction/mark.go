package induction

import "slices"

// Answer is what a learner chose, as indexes into the item's options as the pack
// wrote them (never as shown): for single and several the chosen options,
// ascending; for order all of them in the chosen order; for match, at each
// option's place, the index of the partner given to it.
type Answer []int

// Check refuses an answer that has not the form its item asks for.
func (it *Item) Check(a Answer) error {
	n := len(it.Options)
	ok := true
	switch it.Kind {
	case Single:
		ok = len(a) == 1 && within(a, n)
	case Several:
		ok = len(a) > 0 && within(a, n) && slices.IsSorted(a) && distinct(a)
	case Order:
		ok = len(a) == n && within(a, n) && distinct(a)
	case Match:
		ok = len(a) == n && within(a, len(it.Partners))
	default:
		ok = false
	}
	if !ok {
		return Refuse(Invalid, CodeAnswerForm)
	}
	return nil
}

func within(a Answer, n int) bool {
	return !slices.ContainsFunc(a, func(i int) bool { return i < 0 || i >= n })
}

func distinct(a Answer) bool {
	s := slices.Sorted(slices.Values(a))
	return len(slices.Compact(s)) == len(a)
}

// Right is the answer that is right. An item of several parts scores all or nothing.
func (it *Item) Right() Answer {
	var a Answer
	for i, o := range it.Options {
		if it.Kind == Order || it.Kind == Match || o.Right {
			a = append(a, i)
		}
	}
	return a
}

// Mark says whether the answer is wholly right.
func (it *Item) Mark(a Answer) bool { return slices.Equal(a, it.Right()) }
