"""What the engine gives, as typed documents: one declaration is schema, reading and writing. All may read them."""
