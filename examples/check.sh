#!/bin/sh
# Three questions to the policy of Multi-Planning: one answered yes, one no, one yes-if. Run by `make check`.
set -u

ask() { # the exit code that the answer must have, then the question
    expected=$1
    shift
    printf '\n$ privpolicy check'
    for word in "$@"; do
        case $word in --*) printf ' \\\n    %s' "$word" ;; *) printf ' %s' "$word" ;; esac
    done
    printf '\n\n'
    privpolicy check "$@"
    code=$?
    if [ "$code" -ne "$expected" ]; then
        echo "expected exit code $expected, got $code" >&2
        exit 1
    fi
}

# May the account number go to PayPal so that a payment is made? Permit: exit code 0.
ask 0 --purpose service.billing.payment --data financial.bank-account --data-subject registered-user \
    --operation disclose --recipient payment-provider.paypal --at 2019-11-15 \
    --fact essential-for-payment=true --complete

# May addresses be sold? Deny: exit code 1.
ask 1 --purpose marketing.prospecting --data contact.email --data-subject registered-user \
    --operation sell --at 2019-11-15 --complete

# May the newsletter be sent? Conditional: exit code 3.
ask 3 --purpose marketing.newsletter --data contact.email --data-subject registered-user --at 2019-11-15
