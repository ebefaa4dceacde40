-- Version 5. Articles that name a category by its slug alone are shown with the name that others give
-- it: when that name changes, they are found along an index of their own.
ALTER TABLE filed ADD COLUMN by_slug INTEGER NOT NULL DEFAULT 0;
UPDATE filed SET by_slug = 1
WHERE EXISTS (
    SELECT 1 FROM facet k, article a, json_each(a.record, '$.categories') c
    WHERE k.key = filed.facet AND k.kind = 'category' AND a.key = filed.article
      AND json_extract(c.value, '$.slug') = k.slug AND json_extract(c.value, '$.name') = k.slug
);
CREATE INDEX filed_by_slug ON filed (facet) WHERE by_slug;
