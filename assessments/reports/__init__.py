"""The documents made of assessments: plain content first, then its pages."""
