package desk

import "context"

// Health looks the store over, its chain and its file; on a long record it takes a while.
func (d *Desk) Health(ctx context.Context) (Health, error) { return d.Store.Check(ctx) }
