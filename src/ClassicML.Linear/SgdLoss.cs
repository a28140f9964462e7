namespace ClassicML.Linear;

/// <summary>What a row costs an <see cref="SgdClassifier"/>, with z the score and t = ±1 the target.</summary>
public enum SgdLoss
{
    /// <summary>max(0, 1 - tz): a linear support vector machine.</summary>
    Hinge,

    /// <summary>log(1 + exp(-tz)): logistic regression.</summary>
    Log,

    /// <summary>½(z - t)²: least squares onto the classes.</summary>
    Squared,

    /// <summary>½(z - t)² near the target, ε|z - t| - ½ε² beyond ε.</summary>
    Huber,
}

/// <summary>What a row costs an <see cref="SgdRegressor"/>, with z the prediction and y the target.</summary>
public enum SgdRegressionLoss
{
    /// <summary>½(z - y)²: least squares.</summary>
    Squared,

    /// <summary>½(z - y)² near the target, ε|z - y| - ½ε² beyond ε, so that outliers pull less.</summary>
    Huber,
}
