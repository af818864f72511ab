"""What the review is made of, in the database."""

from server.review.store.sold import load_frame as load_frame
from server.review.store.sold import load_labels as load_labels
from server.review.store.sold import load_sold as load_sold
