namespace ClassicML.Linear;

/// <summary>How more than two classes are told apart. With two there is one weight vector in either case.</summary>
public enum LogisticMultiClass
{
    /// <summary>One softmax over all classes.</summary>
    Multinomial,

    /// <summary>For each class a problem of its own, this class against all others; probabilities are divided by their sum.</summary>
    OneVersusRest,
}
