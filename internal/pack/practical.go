package pack

import "muster/internal/induction"

// NeedsPractical says whether a framework's code is only whole once its practical
// has been witnessed.
func (c *Catalog) NeedsPractical(framework string, code induction.Code) bool {
	e, ok := c.options.Frameworks.Entry(framework, code)
	return ok && e.Practical
}
