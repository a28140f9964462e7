namespace ClassicML.Testing;

/// <summary>A promise of the contract is not kept.</summary>
public sealed class ContractException : Exception
{
    internal ContractException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
