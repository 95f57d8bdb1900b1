namespace Errand.Gateway.Ledger;

/// <summary>A budget that calls are taken out of. Not thread-safe: <see cref="Accounts"/> holds the lock.</summary>
internal interface IAccount
{
    Limit Limit { get; }

    /// <summary>What is used as far as this process knows, without what is only reserved.</summary>
    Spending Used { get; }

    /// <summary>Reserves what a call may take.</summary>
    /// <param name="need">Its estimate.</param>
    /// <param name="least">The part of it that the call takes in any case: its input.</param>
    /// <param name="reserved">What was reserved: the estimate, or, for a call that is alone, all the room that there is.</param>
    Decision TryReserve(Spending need, Spending least, out Spending reserved);

    /// <summary>Gives a reservation back and takes what was really used; with two times nothing it undoes nothing.</summary>
    void Settle(Spending reserved, Spending used);

    /// <summary>Writes down what others must know. Called now and then, and at the end.</summary>
    void Publish();
}
