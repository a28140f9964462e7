namespace ClassicML.Testing;

/// <summary>What a promise of the contract is about.</summary>
public enum ContractTopic
{
    /// <summary>What a fit returns: the same bits again, on any threads; its report.</summary>
    Fits,

    /// <summary>What stopping and cancelling do.</summary>
    Stopping,

    /// <summary>What a model says of rows, alone and in batches.</summary>
    Predictions,

    /// <summary>What is refused, and in which words.</summary>
    Refusals,

    /// <summary>Data that is not in general position.</summary>
    HardData,

    /// <summary>Names of columns.</summary>
    Names,

    /// <summary>Weights of rows.</summary>
    Weights,

    /// <summary>Rows that are stored sparsely.</summary>
    SparseRows,

    /// <summary>Forms of learners and models.</summary>
    Forms,

    /// <summary>Options: their names, defaults and ranges.</summary>
    Options,
}

/// <summary>One promise of the contract: a sentence, and what finds out whether a learner keeps it.</summary>
public sealed class ContractCheck
{
    private readonly Action look;

    internal ContractCheck(ContractTopic topic, string name, Action look)
    {
        Topic = topic;
        Name = name;
        this.look = look;
    }

    /// <summary>What it is about.</summary>
    public ContractTopic Topic { get; }

    /// <summary>The promise, a sentence. Each check of a list has another.</summary>
    public string Name { get; }

    /// <summary>Fits and looks.</summary>
    /// <exception cref="ContractException">The promise is not kept; the message says what came instead.</exception>
    public void Run()
    {
        try
        {
            look();
        }
        catch (Exception e) when (e is not ContractException)
        {
            throw new ContractException($"{Name}: {e.GetType().Name}, {e.Message}", e);
        }
    }

    /// <summary>The promise.</summary>
    public override string ToString() => Name;
}
