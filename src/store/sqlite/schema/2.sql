-- Version 2. A facet finds what expires next, and what has expired, along an index of its own: the
-- cost of either does not grow with the number of articles.
ALTER TABLE filed ADD COLUMN expires INTEGER;
UPDATE filed SET expires = (SELECT a.expires FROM article a WHERE a.key = filed.article)
WHERE article IN (SELECT key FROM article WHERE expires IS NOT NULL);
CREATE INDEX filed_expires ON filed (facet, state, expires) WHERE expires IS NOT NULL;
DROP INDEX article_expires;
