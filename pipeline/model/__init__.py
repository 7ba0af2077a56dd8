"""The vocabulary of all steps: records, reasons, ids, settings, errors. Imports no step."""
